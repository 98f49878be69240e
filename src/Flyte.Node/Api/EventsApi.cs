using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Flyte.Node.Commands;
using Flyte.Node.Documents;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Flyte.Node.Api;

/// <summary>What changes, as server-sent events: a picture of the whole each time, so that one that was missed is made up for by the next.</summary>
internal static class EventsApi
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenLists = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    internal static async Task<ServerSentEventsResult<string>> RunAsync(string id, NodeState node, TimeProvider time, CancellationToken cancellation)
    {
        var run = RunsApi.Run(node, id);
        await run.GetInfoAsync(cancellation).ConfigureAwait(false);
        return TypedResults.ServerSentEvents(EventsAsync(cancellation));

        async IAsyncEnumerable<SseItem<string>> EventsAsync([EnumeratorCancellation] CancellationToken gone)
        {
            await foreach (var (document, isEnd) in ChangesAsync(LookAsync, BetweenLooks, time, gone).ConfigureAwait(false))
            {
                yield return document is null ? new SseItem<string>("", "ping") : new SseItem<string>(document, isEnd ? "end" : "run");
            }
        }

        async Task<(string Document, bool IsEnd)> LookAsync(CancellationToken gone)
        {
            var info = await run.GetInfoAsync(gone).ConfigureAwait(false);
            return (DocumentJson.Write(RunDocument.Of(info)), info.IsOver());
        }
    }

    internal static async Task<ServerSentEventsResult<string>> ListAsync([AsParameters] RunFilter filter, NodeState node, TimeProvider time, CancellationToken cancellation)
    {
        await RunsApi.PageAsync(filter, node, cancellation).ConfigureAwait(false);
        return TypedResults.ServerSentEvents(EventsAsync(cancellation));

        async IAsyncEnumerable<SseItem<string>> EventsAsync([EnumeratorCancellation] CancellationToken gone)
        {
            await foreach (var (document, _) in ChangesAsync(LookAsync, BetweenLists, time, gone).ConfigureAwait(false))
            {
                yield return document is null ? new SseItem<string>("", "ping") : new SseItem<string>(document, "runs");
            }
        }

        async Task<(string Document, bool IsEnd)> LookAsync(CancellationToken gone) =>
            (DocumentJson.Write(await RunsApi.PageAsync(filter, node, gone).ConfigureAwait(false)), false);
    }

    // Null after a long silence, so that whoever is between does not take the connection for a dead one.
    private static async IAsyncEnumerable<(string? Document, bool IsEnd)> ChangesAsync(
        Func<CancellationToken, Task<(string Document, bool IsEnd)>> look, TimeSpan pause, TimeProvider time, [EnumeratorCancellation] CancellationToken gone)
    {
        var (last, said) = ("", time.GetTimestamp());
        while (await SeenAsync(look, gone).ConfigureAwait(false) is var (document, isEnd))
        {
            if (isEnd || document != last)
            {
                (last, said) = (document, time.GetTimestamp());
                yield return (document, isEnd);
            }
            else if (time.GetElapsedTime(said) > LongestSilence)
            {
                said = time.GetTimestamp();
                yield return (null, false);
            }

            if (isEnd)
            {
                yield break;
            }

            await Task.Delay(pause, time, gone).ConfigureAwait(false);
        }
    }

    // The status is sent. Null where there is nothing to watch any more, such as a run that was removed: who asks again is told why.
    private static async Task<(string Document, bool IsEnd)?> SeenAsync(Func<CancellationToken, Task<(string Document, bool IsEnd)>> look, CancellationToken gone)
    {
        try
        {
            return await look(gone).ConfigureAwait(false);
        }
        catch (Exception e) when (!gone.IsCancellationRequested && ApiProblems.Of(e).Status != StatusCodes.Status500InternalServerError)
        {
            return null;
        }
    }
}
