using System.Net;
using System.Net.Sockets;

namespace Flyte.Node.Remote;

/// <summary>The connections of the process to other nodes.</summary>
internal static class RemoteHttp
{
    private static readonly Lazy<HttpClient> Near = new(() => Create(usesProxy: false));
    private static readonly Lazy<HttpClient> Far = new(() => Create(usesProxy: true));

    /// <summary>What requests to an address are sent by: to this machine, by no proxy.</summary>
    internal static HttpClient For(Uri url) => (url.IsLoopback ? Near : Far).Value;

    // A redirection would show the key to somebody else.
    private static HttpClient Create(bool usesProxy) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = usesProxy,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
        AutomaticDecompression = DecompressionMethods.All,
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    // A stream may be silent for hours; only the network can tell whether somebody is still there.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
