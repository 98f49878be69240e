using System.Text;

namespace Flyte.Node.Tests.Support;

/// <summary>Text that a test may read while others write it, and that is heard before it is written.</summary>
internal sealed class HeardText(Action<string>? saying = null) : TextWriter
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (text)
        {
            text.Append(value);
        }
    }

    public override void Write(string? value)
    {
        saying?.Invoke(value ?? "");
        lock (text)
        {
            text.Append(value);
        }
    }

    public override string ToString()
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
