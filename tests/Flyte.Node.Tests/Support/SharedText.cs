using System.Text;

namespace Flyte.Node.Tests.Support;

/// <summary>Text that a test may read while others write it.</summary>
internal sealed class SharedText
{
    private readonly StringBuilder text = new();

    public override string ToString()
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    /// <summary>A writer of it.</summary>
    /// <param name="saying">Called with what is about to be written.</param>
    internal TextWriter Open(Action<string>? saying = null) => new Writer(this, saying);

    private void Append(ReadOnlySpan<char> value)
    {
        lock (text)
        {
            text.Append(value);
        }
    }

    private sealed class Writer(SharedText text, Action<string>? saying) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => text.Append([value]);

        public override void Write(string? value)
        {
            saying?.Invoke(value ?? "");
            text.Append(value);
        }
    }
}
