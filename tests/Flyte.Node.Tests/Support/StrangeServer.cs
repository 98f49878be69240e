using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Flyte.Node.Tests.Support;

/// <summary>A server that is no node: it gives one answer to everything.</summary>
internal sealed class StrangeServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    /// <param name="status">The status line, such as <c>200 OK</c>.</param>
    /// <param name="form">The content type.</param>
    /// <param name="body">What it says.</param>
    /// <param name="header">A header more.</param>
    internal StrangeServer(string status, string form, string body, string header = "X-Strange: yes")
    {
        listener.Start();
        Address = $"http://{listener.LocalEndpoint}";
        _ = AnswerAsync($"HTTP/1.1 {status}\r\nContent-Type: {form}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{header}\r\n\r\n{body}");
    }

    internal string Address { get; }

    public void Dispose() => listener.Dispose();

    private async Task AnswerAsync(string answer)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        }
    }
}
