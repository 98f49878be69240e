using System.Net;
using System.Net.Sockets;
using System.Text;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Api;

/// <summary>A thousand connections that send a byte a second do not keep a node, in a process of its own, from serving others.</summary>
public sealed class SlowClientTests : IDisposable
{
    private const int Slow = 1000;

    // The node gives headers 15 s, and a body 5 s before it has to come with 240 bytes a second.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly byte[] SlowHeaders = "GET /api/v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nUser-Agent: one that is in no hurry\r\n\r\n"u8.ToArray();
    private static readonly byte[] BeforeSlowBody = "POST /api/v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"u8.ToArray();
    private static readonly byte[] SlowBody = [.. Enumerable.Repeat((byte)' ', 100)];

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_thousand_slow_clients_are_sent_away_and_others_served()
    {
        using var node = new NodeProcess(data.Path, "serve", "--web", "0", "--store", "memory");
        var address = new Uri((await node.LineAsync("web interface: ")).Split(' ')[^1]);
        using var good = new HttpClient { BaseAddress = address, Timeout = Longest };
        Assert.Equal(HttpStatusCode.OK, await AskAsync(good));
        var (handles, memory) = (node.Handles, node.Memory);
        using var bound = new CancellationTokenSource(Longest);

        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connected = 0;
        var answers = Enumerable.Range(0, Slow).Select(i => i % 2 == 0 ? AskSlowlyAsync([], SlowHeaders) : AskSlowlyAsync(BeforeSlowBody, SlowBody)).ToArray();
        await begun.Task.WaitAsync(bound.Token);

        // The node takes them in after that.
        await UntilAsync(node, n => n >= handles + Slow);
        var all = Task.WhenAll(answers);
        var served = 0;
        do
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(good));
            served++;
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(100), bound.Token));
        }
        while (!all.IsCompleted);

        Assert.All(await all, answer => Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal));
        Assert.True(served > 10, $"Meanwhile others were served {served} times.");
        Assert.True(node.Memory - memory < 256 * 1024 * 1024, $"The node takes {node.Memory >> 20} MiB, and took {memory >> 20} before.");
        await UntilAsync(node, n => n < handles + 10);

        // A byte a second, until there is an answer.
        async Task<string?> AskSlowlyAsync(byte[] atOnce, byte[] slowly)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, address.Port, bound.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(atOnce, bound.Token);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var answer = reader.ReadLineAsync(bound.Token).AsTask();
            for (var i = 0; i < slowly.Length && !answer.IsCompleted; i++)
            {
                await stream.WriteAsync(slowly.AsMemory(i, 1), bound.Token);
                if (i == 0 && Interlocked.Increment(ref connected) == Slow)
                {
                    begun.SetResult();
                }

                await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1), bound.Token));
            }

            return await answer;
        }
    }

    private static async Task UntilAsync(NodeProcess node, Func<int, bool> isReached)
    {
        using var bound = new CancellationTokenSource(Longest);
        while (!isReached(node.Handles))
        {
            Assert.False(bound.IsCancellationRequested, $"The node has {node.Handles} handles.");
            await Task.Yield();
        }
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative));
        return answer.StatusCode;
    }
}
