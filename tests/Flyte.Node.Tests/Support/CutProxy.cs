using System.Net;
using System.Net.Sockets;

namespace Flyte.Node.Tests.Support;

/// <summary>Stands between a client and a node, and cuts connections in the middle.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Uri node;
    private readonly long cutAfter;
    private readonly bool cutsRequests;
    private readonly Task accepting;
    private int left;
    private int cuts;

    /// <param name="node">Where it leads.</param>
    /// <param name="cutAfter">How many bytes of a connection pass.</param>
    /// <param name="times">How many connections are cut.</param>
    /// <param name="cutsRequests">Whether the bytes of the requests are counted, not those of the answers.</param>
    internal CutProxy(Uri node, long cutAfter, int times, bool cutsRequests = false)
    {
        (this.node, this.cutAfter, left, this.cutsRequests) = (node, cutAfter, times, cutsRequests);
        listener.Start();
        accepting = AcceptAsync();
    }

    internal string Address => $"http://{listener.LocalEndpoint}";

    /// <summary>How many connections were cut.</summary>
    internal int Cuts => Volatile.Read(ref cuts);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = PassAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var far = new TcpClient();
        using (client)
        {
            await far.ConnectAsync(node.Host, node.Port);
            var up = CopyAsync(client.GetStream(), far.GetStream(), cutsRequests);
            var down = CopyAsync(far.GetStream(), client.GetStream(), !cutsRequests);
            await (await Task.WhenAny(up, down)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // A reset, so that nobody takes it for an end.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isCounted)
    {
        var buffer = new byte[16 * 1024];
        for (var passed = 0L; await from.ReadAsync(buffer, stop.Token) is > 0 and var read; passed += read)
        {
            if (isCounted && passed + read > cutAfter && Interlocked.Decrement(ref left) >= 0)
            {
                Interlocked.Increment(ref cuts);
                await to.WriteAsync(buffer.AsMemory(0, (int)Math.Max(0, cutAfter - passed)), stop.Token);
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }
}
