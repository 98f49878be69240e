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

    /// <summary>Whether an input has been read.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Why the inputs cannot be read on; null where they can.</summary>
    internal Exception? Failure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var all = All().GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(all, stream, cancellationToken).ConfigureAwait(false))
        {
            Encoding.UTF8.GetBytes(all.Current, unsent);
            unsent.Write(NewLine);
        }

        await SendAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    // Before it waits, it sends what there is; while it waits, that it is still there.
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<string> all, Stream stream, CancellationToken cancellation)
    {
        HasBegun = true;
        var next = MoveNextAsync(all);
        if (next.IsCompletedSuccessfully && unsent.WrittenCount < FlushedBytes)
        {
            return await next.ConfigureAwait(false);
        }

        var waiting = next.AsTask();
        await SendAsync(stream, cancellation).ConfigureAwait(false);
        while (!waiting.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var silence = Task.Delay(LongestSilence, time, over.Token);
            if (await Task.WhenAny(waiting, silence).ConfigureAwait(false) == silence)
            {
                unsent.Write(NewLine);
                await SendAsync(stream, cancellation).ConfigureAwait(false);
            }

            await over.CancelAsync().ConfigureAwait(false);
        }

        return await waiting.ConfigureAwait(false);
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
