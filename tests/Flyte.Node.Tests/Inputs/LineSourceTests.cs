using System.Text;
using Flyte.Node.Inputs;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Inputs;

public sealed class LineSourceTests
{
    [Fact]
    public async Task Lines_of_text_are_taken_raw_and_empty_ones_count()
    {
        await using var lines = Open("one\r\n\n \"two\"\nlast", InputKind.Text);
        Assert.Equal(["\"one\"", "\"\"", "\" \\\"two\\\"\"", "\"last\""], await lines.ReadAsync().ToListAsync());
        Assert.Equal(4, lines.LineOf(3));
    }

    [Fact]
    public async Task Empty_lines_are_no_json_inputs_and_lines_keep_their_numbers()
    {
        await using var lines = Open("1\n\n  \n2\nbad\n\n3\n", InputKind.Json, firstIndex: 10);
        Assert.Equal(["1", "2", "bad", "3"], await lines.ReadAsync().ToListAsync());
        Assert.Equal([null, 1, 4, 5, 7, 8], new[] { 9, 10, 11, 12, 13, 14 }.Select(lines.LineOf));
    }

    [Fact]
    public async Task Lines_are_read_only_as_they_are_asked_for()
    {
        var reads = 0;
        await using var lines = Open(new InputStream(read =>
        {
            reads = read + 1;
            return "7\n";
        }));
        Assert.Equal(["7", "7", "7"], await lines.ReadAsync().Take(3).ToListAsync());
        Assert.InRange(reads, 1, 3);
    }

    [Fact]
    public async Task A_line_that_is_not_text_is_no_json_so_that_its_item_fails()
    {
        using var directory = new TempDirectory();
        await File.WriteAllBytesAsync(Path.Combine(directory.Path, "bytes"), [.. "one\ncaf"u8, 0xe9, .. "\nthree\n"u8]);
        await using var lines = LineSource.Open("bytes", 0, InputKind.Text, new TestConsole { Directory = directory.Path }.Open());
        Assert.Equal(["\"one\"", "not UTF-8: caf\uFFFD", "\"three\""], await lines.ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task A_read_that_fails_names_the_line()
    {
        await using var lines = Open(new InputStream(read => read == 0 ? "1\n" : throw new IOException("The cable is cut.")));
        await using var texts = lines.ReadAsync().GetAsyncEnumerator();
        Assert.True(await texts.MoveNextAsync());
        var error = await Assert.ThrowsAsync<IOException>(async () => await texts.MoveNextAsync());
        Assert.Equal("the standard input cannot be read on from line 2: The cable is cut.", error.Message);
    }

    [Fact]
    public async Task A_read_that_waits_can_be_given_up()
    {
        // As at a terminal where nobody types, and which heeds no cancellation.
        await using var lines = Open(new InputStream(_ => null));
        using var cancellation = new CancellationTokenSource();
        var read = lines.ReadAsync(cancellation.Token).ToListAsync(CancellationToken.None).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private static LineSource Open(string input, InputKind kind, int firstIndex = 0) =>
        LineSource.Open("-", firstIndex, kind, new TestConsole { Input = input }.Open());

    private static LineSource Open(Stream input) => LineSource.Open("-", 0, InputKind.Json, new NodeConsole
    {
        Out = TextWriter.Null,
        Error = NodeConsole.Plain(TextWriter.Null),
        OpenInput = () => input,
    });

    /// <summary>An input whose reads are answered by a function of their number; a read without an answer never ends.</summary>
    private sealed class InputStream(Func<int, string?> answer) : MemoryStream
    {
        private int reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (answer(reads++) is { } text)
            {
                return Encoding.UTF8.GetBytes(text, buffer.Span);
            }

            await new TaskCompletionSource().Task;
            return 0;
        }
    }
}
