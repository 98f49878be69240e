using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Flyte.Node.Inputs;
using Flyte.Node.Output;

namespace Flyte.Node.Remote;

/// <summary>Inputs as the body of a request, a line each, read as the other side takes them.</summary>
internal sealed class LinesContent(RunInputs inputs, TimeProvider time) : HttpContent
{
    private const int FlushedBytes = 32 * 1024;

    // A node waits for a line for some minutes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> unsent = new(2 * FlushedBytes);
    private readonly CancellationTokenSource over = new();
    private Task sending = Task.CompletedTask;

    /// <summary>Whether an input has been read.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Why the inputs cannot be read on; null where they can.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Has no more read, and waits for what is being read. A request that has failed may not have noticed yet.</summary>
    internal async Task EndAsync()
    {
        await over.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;
        return sending = SendAllAsync(stream, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        over.Dispose();
        base.Dispose(disposing);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task SendAllAsync(Stream stream, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        await using var all = All().GetAsyncEnumerator(either.Token);
        while (await NextAsync(all, stream, either.Token).ConfigureAwait(false))
        {
            Encoding.UTF8.GetBytes(all.Current, unsent);
            unsent.Write(NewLine);
        }

        await SendAsync(stream, either.Token).ConfigureAwait(false);
    }

    // Before it waits, it sends what there is; while it waits, that it is still there.
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<string> all, Stream stream, CancellationToken cancellation)
    {
        var next = MoveNextAsync(all);
        if (next.IsCompletedSuccessfully && unsent.WrittenCount < FlushedBytes)
        {
            return await next.ConfigureAwait(false);
        }

        var waiting = next.AsTask();
        using var come = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await SendAsync(stream, cancellation).ConfigureAwait(false);
            while (await Task.WhenAny(waiting, Task.Delay(LongestSilence, time, come.Token)).ConfigureAwait(false) != waiting)
            {
                unsent.Write(NewLine);
                await SendAsync(stream, cancellation).ConfigureAwait(false);
            }

            return await waiting.ConfigureAwait(false);
        }
        finally
        {
            await come.CancelAsync().ConfigureAwait(false);

            // Nobody else reads before it has ended.
            if (!waiting.IsCompleted)
            {
                await over.CancelAsync().ConfigureAwait(false);
                await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<string> all)
    {
        try
        {
            return await all.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failure = e;
            throw new IOException(e.Message, e);
        }
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        if (unsent.WrittenCount > 0)
        {
            await stream.WriteAsync(unsent.WrittenMemory, cancellation).ConfigureAwait(false);
            unsent.ResetWrittenCount();
        }

        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private IAsyncEnumerable<string> All()
    {
        var known = inputs.Known.Select(OnOneLine).ToAsyncEnumerable();
        return inputs.Lines is { } lines ? known.Concat(lines.ReadAsync()) : known;
    }

    private static string OnOneLine(string json) => json.AsSpan().ContainsAny('\n', '\r') ? JsonText.Compact(JsonElement.Parse(json)) : json;
}
