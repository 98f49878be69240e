using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Microsoft.AspNetCore.Http;

namespace Flyte.Node.Api;

/// <summary>
/// The lines of a request, an input each, read as the run asks for them: a client that is faster than the run waits. Empty lines are no
/// inputs; they show that the client is there.
/// </summary>
internal sealed class LineInputs(PipeReader reader, WebSettings settings, CancellationToken cancellation) : IAsyncDisposable
{
    private const byte NewLine = (byte)'\n';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly TaskCompletionSource<ApiException?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int count;

    /// <summary>Ends when nothing more is read: null when the run has all it wants, otherwise why the lines broke off.</summary>
    internal Task<ApiException?> Ended => ended.Task;

    /// <summary>How many inputs were given.</summary>
    internal int Count => Volatile.Read(ref count);

    internal async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken stopped = default)
    {
        try
        {
            while (await NextAsync(stopped).ConfigureAwait(false) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    yield return line;
                    Interlocked.Increment(ref count);
                }
            }
        }
        finally
        {
            ended.TrySetResult(null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync().ConfigureAwait(false);
        gone.Dispose();
    }

    private async ValueTask<string?> NextAsync(CancellationToken stopped)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone.Token, stopped);
            patience.CancelAfter(settings.LineTimeout);
            return await ReadLineAsync(patience.Token).ConfigureAwait(false);
        }
        catch (ApiException e)
        {
            throw Broken(e);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested && !stopped.IsCancellationRequested)
        {
            throw Broken(new ApiException(StatusCodes.Status408RequestTimeout, $"No line has come for {settings.LineTimeout}, which is web:lineTimeout."));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException && !stopped.IsCancellationRequested)
        {
            throw Broken(ApiException.Bad("The connection was lost in the middle of the inputs."));
        }
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken patience)
    {
        while (true)
        {
            var read = await reader.ReadAsync(patience).ConfigureAwait(false);
            var buffer = read.Buffer;
            var (consumed, examined) = (buffer.Start, buffer.End);
            try
            {
                if (buffer.PositionOf(NewLine) is { } end)
                {
                    consumed = examined = buffer.GetPosition(1, end);
                    return Text(buffer.Slice(0, end));
                }

                if (read.IsCompleted)
                {
                    consumed = buffer.End;
                    return buffer.IsEmpty ? null : Text(buffer);
                }

                Demand(buffer.Length);
            }
            finally
            {
                reader.AdvanceTo(consumed, examined);
            }
        }
    }

    private string Text(ReadOnlySequence<byte> line)
    {
        Demand(line.Length);
        if (Count >= settings.MaxItems)
        {
            throw ApiException.TooLarge($"There are more inputs than web:maxItems, which is {settings.MaxItems:N0}.");
        }

        try
        {
            return Utf8.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            throw ApiException.Bad($"Input {Count} is no UTF-8.");
        }
    }

    private void Demand(long bytes)
    {
        if (bytes > settings.MaxItemBytes)
        {
            throw ApiException.TooLarge($"Input {Count} has more bytes than web:maxItemBytes, which is {settings.MaxItemBytes:N0}.");
        }
    }

    // What is there is kept, and whoever has the inputs can give them again.
    private InputsInterruptedException Broken(ApiException reason)
    {
        ended.TrySetResult(reason);
        return new InputsInterruptedException(reason.Message, reason);
    }
}
