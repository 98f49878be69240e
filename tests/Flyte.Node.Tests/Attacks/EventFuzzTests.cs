using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Flyte.Actors;
using Flyte.Actors.Tests.Attacks;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Tests.Support;
using Xunit.Abstractions;

namespace Flyte.Node.Tests.Attacks;

/// <summary>Streams of events and pages by cursors, asked for by who means no well: each request is answered or refused with a reason, and no connection, however it breaks, leaves anything behind.</summary>
public sealed class EventFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Paths =
    [
        "/runs/events", "/runs/known/events", "/runs/going/events", "/runs/none/events", "/runs/?/events", "/runs/known/results", "/runs/going/results", "/runs/known/items", "/runs/known/failures", "/runs/known/children", "/runs/known/activity",
        "/runs", "/runs/known/0/calls/events",
    ];

    private static readonly string[] Cursors = ["after", "from", "limit", "phase", "label", "task", "name", "order", "Last-Event-ID", "lastEventId", "cursor"];

    private static readonly string[] Values = ["known", "going", "0", "1", "3", "-1", "2147483647", "2147483648", "known/0/calls", "running", "a=b", "=", "%00", "%", "%zz"];

    private static readonly string[] Headers =
    [
        "Last-Event-ID: -1", "Last-Event-ID: 99999999999999999999", "Last-Event-ID: \u00ff\u00fe", "Last-Event-ID: ../../etc", "Last-Event-ID: ", "Last-Event-ID: 1\r\nLast-Event-ID: 2", "Accept: text/event-stream", "Accept: application/x-ndjson",
        "Accept: text/event-stream;q=0", "Accept: image/*", "Cache-Control: no-store", "Accept-Encoding: gzip;q=1, *;q=0", "TE: trailers", "Connection: keep-alive", "Range: bytes=0-1", "If-Modified-Since: never",
    ];

    private readonly HaltingTask halting = new() { HaltsAt = 1 };
    private ApiNode? node;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => node?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [Fact]
    public async Task Whatever_is_asked_of_them_is_answered_or_refused()
    {
        var port = await StartAsync();
        var (fuzz, counts) = (new Fuzz([.. HostileText.Words.Concat(Values).Select(Encoding.UTF8.GetBytes)], Fuzz.Seed), new SortedDictionary<int, int>());
        for (var i = 0; i < Fuzz.Cases; i++)
        {
            var request = Draw(fuzz);
            var answer = await RawHttp.SendAsync(port, request, isCut: true);
            var shown = $"case {i} of seed {Fuzz.Seed}: {Encoding.Latin1.GetString(request)}\n{answer}";
            Assert.True(answer is null or { Status: >= 200 and < 500 }, shown);
            Assert.DoesNotMatch(@"Exception|   at |System\.|Flyte\.(Node|Actors)\.[A-Z]", $"{answer?.Head}{answer?.Body}");
            counts[answer?.Status ?? 0] = counts.GetValueOrDefault(answer?.Status ?? 0) + 1;
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}")));
        await IsWellAsync();
    }

    [Fact]
    public async Task Connections_that_break_at_any_moment_leave_nothing_behind()
    {
        var port = await StartAsync();
        using var connections = new OpenConnections(port);
        var fuzz = new Fuzz([[1]], Fuzz.Seed);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Fuzz.Cases).Select(i => (Request: i % 2 == 0 ? Draw(fuzz) : Plain(i), Cut: fuzz.Next(3), Bytes: fuzz.Next(3_000), Reset: fuzz.Next(2) == 0)).ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (attack, _) => await BreakAsync(port, attack.Request, attack.Cut, attack.Bytes, attack.Reset));

        await Patience.UntilAsync(() => connections.Count <= 0);
        await IsWellAsync();
    }

    /// <summary>A run that is removed, or a node that stops, while somebody watches.</summary>
    [Fact]
    public async Task What_goes_away_while_it_is_watched_ends_its_stream()
    {
        await StartAsync();
        await using var run = await EventReader.OpenAsync(node!.Http, "/api/v1/runs/going/events");
        await using var list = await EventReader.OpenAsync(node.Http, "/api/v1/runs/events");
        Assert.Equal("run", (await run.NextAsync()).Kind);
        Assert.Equal("runs", (await list.NextAsync()).Kind);
        await using var stopped = await EventReader.OpenAsync(node.Http, "/api/v1/runs/going/events");
        Assert.Equal("run", (await stopped.NextAsync()).Kind);

        await node.PostAsync("/runs/going/abort", """{"reason":"enough"}""");
        string kind;
        while ((kind = (await run.NextAsync()).Kind) != "end")
        {
            Assert.Equal("run", kind);
        }

        await node.SendAsync(HttpMethod.Delete, "/runs/going");
        await node.Runtime.DisposeAsync();
        await EndAsync(list);
        await EndAsync(stopped);
        Assert.True(!node.Console.Error.Contains("error: ", StringComparison.Ordinal), node.Console.Error);
    }

    private static async Task EndAsync(EventReader events)
    {
        try
        {
            while (true)
            {
                await events.NextAsync();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or Xunit.Sdk.TrueException)
        {
            // It is over, and the reader is told.
        }
    }

    private async Task<int> StartAsync()
    {
        var env = new TaskEnvironment("attack");
        env.Task("double", (int x) => x * 2);
        node = await ApiNode.StartAsync(env, halting.Environment);
        await node.PostAsync("/runs", """{"task":"attack.double","inputs":[1,2,3],"id":"known","labels":{"a":"b"}}""");
        await node.PostAsync("/runs", """{"task":"halting.step","inputs":[1],"id":"going"}""");
        await node.UntilAsync("known", info => info.EndedAt is not null);
        await node.UntilAsync("going", info => info.Items.Running == 1);
        return node.Http.BaseAddress!.Port;
    }

    private async Task IsWellAsync()
    {
        Assert.Equal(HttpStatusCode.OK, (await node!.Http.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode);
        await using var events = await EventReader.OpenAsync(node.Http, "/api/v1/runs/known/events");
        Assert.Equal("end", (await events.NextAsync()).Kind);
        Assert.True(!node.Console.Error.Contains("error: ", StringComparison.Ordinal), node.Console.Error);
    }

    private static async Task BreakAsync(int port, byte[] request, int cut, int bytes, bool isReset)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        client.LingerState = new LingerOption(isReset, 0);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(cut == 0 ? request.AsMemory(0, request.Length / 2) : request);
            if (cut == 1)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            var buffer = new byte[500];
            for (var read = 0; cut > 0 && read < bytes;)
            {
                // Whoever waits for more than there is would wait for good.
                var next = await stream.ReadAsync(buffer);
                read += next < buffer.Length ? bytes : next;
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The node has ended it before.
        }
    }

    private static byte[] Plain(int i) => RawHttp.Request("GET", $"/api/v1{(i % 3 == 0 ? "/runs/events" : "/runs/going/events")}", ["Accept: text/event-stream"], []);

    private static byte[] Draw(Fuzz fuzz)
    {
        var path = Paths[fuzz.Next(Paths.Length)].Replace("?", Sent(HostileText.Words[fuzz.Next(HostileText.Words.Length)]), StringComparison.Ordinal);
        var query = string.Join('&', Enumerable.Range(0, fuzz.Next(4)).Select(_ => $"{Cursors[fuzz.Next(Cursors.Length)]}={Value(fuzz)}"));
        var headers = Enumerable.Range(0, fuzz.Next(4)).Select(_ => Headers[fuzz.Next(Headers.Length)]);
        return RawHttp.Request("GET", $"/api/v1{path}{(query.Length > 0 ? "?" : "")}{query}", headers, []);
    }

    private static string Value(Fuzz fuzz) => fuzz.Next(3) == 0 ? Values[fuzz.Next(Values.Length)] : Sent(HostileText.Words[fuzz.Next(HostileText.Words.Length)]);

    private static string Sent(string word) => string.Concat(Encoding.UTF8.GetBytes(word).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")));
}
