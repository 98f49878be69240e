using System.Runtime.CompilerServices;
using System.Text;
using Flyte.Node.Commands;
using Flyte.Node.Output;

namespace Flyte.Node.Inputs;

/// <summary>The lines of a file or of the standard input, read as the run asks for them.</summary>
internal sealed class LineSource : IAsyncDisposable
{
    // What stands for bytes that are no UTF-8; no text has it.
    private const char NoCharacter = '\uFFFF';

    private const string StandardInput = "the standard input";

    private static readonly Encoding Utf8 = Encoding.GetEncoding(
        Encoding.UTF8.CodePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(NoCharacter.ToString()));

    private readonly string name;
    private readonly int firstIndex;
    private readonly InputKind kind;
    private readonly StreamReader reader;
    private readonly List<(int Index, int Line)> jumps = [];

    private LineSource(Stream stream, string name, int firstIndex, InputKind kind)
    {
        this.name = name;
        this.firstIndex = firstIndex;
        this.kind = kind;
        reader = new StreamReader(stream, Utf8);
    }

    /// <summary>Opens the file of that name, or the standard input for <c>-</c>.</summary>
    /// <param name="name">The name as it was given.</param>
    /// <param name="firstIndex">The index of the item that the first line becomes.</param>
    /// <param name="kind">How a line becomes an input.</param>
    /// <param name="console">Where the file is looked for.</param>
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    internal static LineSource Open(string name, int firstIndex, InputKind kind, NodeConsole console)
    {
        if (name is "-")
        {
            return new LineSource(console.OpenInput(), StandardInput, firstIndex, kind);
        }

        var file = ArgumentFile.Open("--lines", name, console, "Give a file of inputs, one a line, or - for the standard input.");
        return new LineSource(file, $"'{name}'", firstIndex, kind);
    }

    /// <summary>The lines as inputs in JSON. Empty lines are no inputs of a task that takes JSON.</summary>
    internal async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (index, expected) = (firstIndex, 0);
        for (var line = 1; await NextAsync(line, cancellation).ConfigureAwait(false) is { } text; line++)
        {
            if (kind == InputKind.Json && string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (line != expected)
            {
                Jump(index, line);
            }

            expected = line + 1;
            index++;
            yield return Input(text);
        }
    }

    /// <summary>Has the lines be read from the first one again.</summary>
    /// <returns>False where that cannot be: nobody types a second time.</returns>
    internal bool TryRewind()
    {
        if (name is StandardInput || !reader.BaseStream.CanSeek)
        {
            return false;
        }

        reader.BaseStream.Position = 0;
        reader.DiscardBufferedData();
        return true;
    }

    // A line that is no text is no JSON either, and so becomes the error of its item.
    private string Input(string line) =>
        line.Contains(NoCharacter, StringComparison.Ordinal) ? $"not UTF-8: {line.Replace(NoCharacter, '\uFFFD')}"
        : kind == InputKind.Text ? JsonText.String(line)
        : line;

    /// <summary>The line, from 1, that became the item of that index.</summary>
    internal int? LineOf(int index)
    {
        lock (jumps)
        {
            var last = ~jumps.BinarySearch((index, int.MaxValue)) - 1;
            return last < 0 ? null : jumps[last].Line + index - jumps[last].Index;
        }
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Jump(int index, int line)
    {
        lock (jumps)
        {
            if (jumps is [.., var last] && last.Index >= index)
            {
                return; // It is read a second time.
            }

            jumps.Add((index, line));
        }
    }

    // A read of a terminal or a pipe cannot be cancelled; it is left behind instead.
    private async ValueTask<string?> NextAsync(int line, CancellationToken cancellation)
    {
        try
        {
            var read = reader.ReadLineAsync(cancellation);
            return read.IsCompleted
                ? await read.ConfigureAwait(false)
                : await read.AsTask().WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new IOException($"{name} cannot be read on from line {line}: {e.Message}", e);
        }
    }
}
