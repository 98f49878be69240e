using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Documents;
using Microsoft.AspNetCore.Http;

namespace Flyte.Node.Api;

/// <summary>
/// Results as they come, a JSON object a line, to the end of the run. How the run ended is told by the run; an answer that is cut off
/// without an end is to be gone on with from the number of its lines.
/// </summary>
internal sealed class ResultStream(IAsyncEnumerable<ItemResult<JsonElement>> results) : IResult, IContentTypeHttpResult
{
    private const int FlushedBytes = 32 * 1024;

    private static readonly JsonWriterOptions OneLine = new() { Encoder = DocumentJson.Options.Encoder, SkipValidation = true };

    public string ContentType => StartApi.Lines;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, gone) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        await response.StartAsync(gone).ConfigureAwait(false);
        try
        {
            await WriteAsync(response, gone).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TaskFailedException or ToleranceExceededException or RunAbortedException or InputSourceException)
        {
            // The run has ended with that, which the run itself shows.
        }
#pragma warning disable CA1031 // The status is sent: only an answer without an end can say that this is not all.
        catch (Exception)
#pragma warning restore CA1031
        {
            httpContext.Abort();
        }
    }

    // Before it waits, it sends what there is.
    private async Task WriteAsync(HttpResponse response, CancellationToken gone)
    {
        var body = response.BodyWriter;
        using var writer = new Utf8JsonWriter(body, OneLine);
        await using var all = results.GetAsyncEnumerator(gone);
        var unsent = 0L;
        while (true)
        {
            var next = all.MoveNextAsync();
            if (unsent > FlushedBytes || (!next.IsCompleted && unsent > 0))
            {
                await body.FlushAsync(gone).ConfigureAwait(false);
                unsent = 0;
            }

            if (!await next.ConfigureAwait(false))
            {
                await body.FlushAsync(gone).ConfigureAwait(false);
                return;
            }

            JsonSerializer.Serialize(writer, ResultDocument.Of(all.Current), DocumentJson.Options);
            await writer.FlushAsync(gone).ConfigureAwait(false);
            unsent += writer.BytesCommitted + 1;
            writer.Reset();
            body.GetSpan(1)[0] = (byte)'\n';
            body.Advance(1);
        }
    }
}
