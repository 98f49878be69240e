using System.Net.ServerSentEvents;
using System.Text.Json;
using Flyte.Actors.Tests.Support;

namespace Flyte.Node.Tests.Support;

/// <summary>Reads server-sent events, one after the other.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly IAsyncEnumerator<SseItem<string>> events;

    private EventReader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) => (this.response, this.events) = (response, events);

    internal static async Task<EventReader> OpenAsync(HttpClient http, string path)
    {
        var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventReader(answer, SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    internal async Task<(string Kind, JsonElement Data)> NextAsync()
    {
        do
        {
            Assert.True(await events.MoveNextAsync().AsTask().Soon(), "There are no more events.");
        }
        while (events.Current.EventType == "ping");
        return (events.Current.EventType, JsonElement.Parse(events.Current.Data));
    }

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        response.Dispose();
    }
}
