using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Flyte.Actors;
using Flyte.Actors.Tests.Attacks;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;
using Xunit.Abstractions;

namespace Flyte.Node.Tests.Attacks;

/// <summary>
/// Requests drawn from a seed for all that a node's own description says it has, and for what it has not: each is answered or refused with a
/// reason, nothing of how the program is made is told, and the node goes on.
/// </summary>
public sealed class HttpFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Methods = ["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "G\u0001T"];
    private static readonly string[] Pages = ["/", "/nodes", "/runs/known", "/assets/{name}", "/healthz", "/readyz", "/openapi/v1.json", "/openapi/{id}.json", "/metrics", "/{id}", "//", "/api/v1", "/assets/..%2f{id}"];

    private static readonly string[] Bodies =
    [
        """{"task":"attack.double","input":1,"id":"started"}""", """{"task":"attack.double","inputs":[1,2,3],"labels":{"a":"b"},"name":"n","concurrency":2,"tolerance":{"minSuccessRatio":0.5}}""",
        """{"task":"attack.shout","input":"text","failFast":true}""", """{"concurrency":3}""", """{"reason":"because"}""", """{"id":"again","force":[0],"inputs":{"0":5},"labels":{"c":"d"}}""", "1\n2\n3\n", "\"a\"\n\"b\"\n",
    ];

    private static readonly string[] Headers =
    [
        "Accept: application/x-ndjson", "Accept: text/event-stream", "Accept: */*;q=2", "Accept: ,,,;;;", "Authorization: Bearer x", "Authorization: Basic", "Origin: null", "Origin: http://127.0.0.1", "Range: bytes=9-1",
        "If-None-Match: *", "If-None-Match: \"", "Expect: 100-continue", "Content-Encoding: gzip", "traceparent: 00-x-y-z", "Last-Event-ID: -1", "Cookie: a=b; c", "X-Forwarded-For: ::", "Accept-Language: \u00ff", "Host: other",
        "Connection: upgrade", "Upgrade: websocket", "X-HTTP-Method-Override: DELETE", "Transfer-Encoding: chunked", "no header", "A\tB: c", "Content-Length: -1",
    ];

    private static readonly Regex Inner = new(@"(^|\n)\s+at [A-Z]|System\.[A-Z]|Microsoft\.[A-Z]|Flyte\.(Node|Actors)\.[A-Z]|Akka\.|/tmp/|/root/|\.cs:line|Exception: ", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    [Fact]
    public async Task Whatever_is_asked_is_answered_or_refused_with_a_reason()
    {
        await using var node = await ApiNode.StartAsync(new WebSettings { MaxBodyBytes = 100_000, MaxItems = 1_000 }, new FlyteOptions(), Tasks());
        await node.PostAsync("/runs", """{"task":"attack.double","inputs":[1,2,3],"id":"known"}""");
        await node.UntilAsync("known", run => run.EndedAt is not null);
        var operations = await OperationsAsync(node);
        var fuzz = new Fuzz([.. Bodies.Concat(HostileText.Json).Select(Encoding.UTF8.GetBytes)], Fuzz.Seed);
        var (counts, started) = (new SortedDictionary<int, int>(), new HashSet<string>(StringComparer.Ordinal) { "known" });

        for (var i = 0; i < 2 * Fuzz.Cases; i++)
        {
            var (request, isCut, shown) = Draw(fuzz, operations);
            var answer = await RawHttp.SendAsync(node.Http.BaseAddress!.Port, request, isCut);
            Check(answer, isCut, $"case {i} of seed {Fuzz.Seed}: {shown}\n{answer}");
            counts[answer?.Status ?? 0] = counts.GetValueOrDefault(answer?.Status ?? 0) + 1;
            started.UnionWith(Ids(answer));
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}")));
        Assert.Equal(HttpStatusCode.OK, (await node.Http.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode);
        await AllAreKnownAsync(node, started);
        Assert.True(!node.Console.Error.Contains("error: ", StringComparison.Ordinal), node.Console.Error);
        Assert.DoesNotContain(node.Console.Error, c => char.IsControl(c) && c is not ('\n' or '\r'));
    }

    private static TaskEnvironment Tasks()
    {
        var env = new TaskEnvironment("attack");
        env.Task("double", (int x) => x * 2);
        env.Task("shout", (string text) => text.ToUpperInvariant());
        return env;
    }

    private static async Task<(string Method, string Path)[]> OperationsAsync(ApiNode node)
    {
        var api = JsonElement.Parse(await node.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return [.. api.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => (method.Name.ToUpperInvariant(), path.Name))), .. Pages.Select(page => ("GET", page))];
    }

    private static (byte[] Request, bool IsCut, string Shown) Draw(Fuzz fuzz, (string Method, string Path)[] operations)
    {
        var (method, path) = operations[fuzz.Next(operations.Length)];
        path = Regex.Replace(path, @"\{[^}]*\}", _ => Part(fuzz), RegexOptions.None, TimeSpan.FromSeconds(5)) + Query(fuzz);
        method = fuzz.Next(10) == 0 ? Methods[fuzz.Next(Methods.Length)] : method;
        byte[] body = method is "GET" or "HEAD" && fuzz.Next(5) > 0 ? [] : Body(fuzz);
        List<string> headers = body.Length == 0 && fuzz.Next(3) > 0 ? [] : [RawHttp.Length(body), fuzz.Next(6) == 0 ? $"Content-Type: {Latin(Word(fuzz))}" : $"Content-Type: {(fuzz.Next(3) == 0 ? ApiNode.Lines : "application/json")}"];
        for (var more = fuzz.Next(3); more > 0; more--)
        {
            headers.Add(fuzz.Next(4) == 0 ? $"X-{fuzz.Next(9)}: {Latin(Word(fuzz))}" : Headers[fuzz.Next(Headers.Length)]);
        }

        var request = RawHttp.Request(method, path, headers, body);
        var isCut = headers.Exists(h => h.StartsWith("Transfer-Encoding", StringComparison.Ordinal));
        if (fuzz.Next(20) == 0)
        {
            isCut = true;
            request = [.. request[..fuzz.Next(request.Length)], .. fuzz.Draw()];
        }

        return (request, isCut, Encoding.Latin1.GetString(request[..Math.Min(request.Length, 600)]));
    }

    private static string Part(Fuzz fuzz) => fuzz.Next(3) switch
    {
        0 => "known",
        1 => fuzz.Next(9).ToString(CultureInfo.InvariantCulture),
        _ => Sent(fuzz, Word(fuzz)),
    };

    private static string Query(Fuzz fuzz)
    {
        string[] names = ["limit", "from", "order", "phase", "after", "label", "task", "name", "id", "concurrency", "failFast", "x"];
        return fuzz.Next(2) == 0 ? "" : "?" + string.Join('&', Enumerable.Range(0, fuzz.Next(1, 4)).Select(_ => $"{names[fuzz.Next(names.Length)]}={(fuzz.Next(3) == 0 ? "attack.double" : Sent(fuzz, Word(fuzz)))}"));
    }

    private static byte[] Body(Fuzz fuzz) => fuzz.Next(3) switch
    {
        0 => Encoding.UTF8.GetBytes(Bodies[fuzz.Next(Bodies.Length)]),
        1 => Encoding.UTF8.GetBytes($$"""{"task":"attack.double","input":{{HostileText.Json[fuzz.Next(HostileText.Json.Length)]}},"id":{{JsonSerializer.Serialize(Word(fuzz))}}}"""),
        _ => fuzz.Draw(),
    };

    private static string Word(Fuzz fuzz) => HostileText.Words[fuzz.Next(HostileText.Words.Length)];

    // As it is, or as a browser would.
    private static string Sent(Fuzz fuzz, string word) => fuzz.Next(4) == 0 ? Latin(word).Replace(" ", "%20", StringComparison.Ordinal) : string.Concat(Encoding.UTF8.GetBytes(word).Select(b => $"%{b:X2}"));

    private static string Latin(string word) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word)).Replace("\r\n", " ", StringComparison.Ordinal);

    private static void Check(RawAnswer? answer, bool isCut, string request)
    {
        if (answer is null)
        {
            Assert.True(isCut, request);
            return;
        }

        Assert.True(answer.Status is >= 100 and < 500, request);
        Assert.False(Inner.IsMatch(answer.Body) || Inner.IsMatch(answer.Head), request);
        if (answer is { Status: >= 400, Body.Length: > 0 } && !answer.Head.Contains("text/plain", StringComparison.Ordinal))
        {
            Assert.True(answer.Head.Contains("application/problem+json", StringComparison.Ordinal), request);
        }
    }

    private static IEnumerable<string> Ids(RawAnswer? answer) => answer is null ? [] : Regex.Matches(answer.Body, "\"id\":\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["id"].Value);

    // A run is of somebody who was told of it.
    private static async Task AllAreKnownAsync(ApiNode node, HashSet<string> started)
    {
        for (string? after = null; ;)
        {
            var page = (await node.GetAsync($"/runs?limit=1000{(after is null ? "" : $"&after={after}")}")).Body;
            Assert.All(page.GetProperty("runs").EnumerateArray(), run => Assert.Contains(run.GetProperty("id").GetString()!, started));
            if (page.GetProperty("next").GetString() is not { } next)
            {
                return;
            }

            after = Uri.EscapeDataString(next);
        }
    }
}
