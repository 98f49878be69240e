using System.Net;
using System.Net.Sockets;
using System.Text;
using Flyte.Actors.Tests.Support;

namespace Flyte.Node.Tests.Support;

/// <summary>A request with inputs in lines, whose client has not sent all of them.</summary>
internal sealed class OpenRequest : IDisposable
{
    private readonly TcpClient client = new() { LingerState = new LingerOption(enable: true, seconds: 0) };

    private OpenRequest()
    {
    }

    /// <summary>Sends the beginning of a request.</summary>
    internal static async Task<OpenRequest> SendAsync(ApiNode node, string query, string lines)
    {
        var request = new OpenRequest();
        await request.client.ConnectAsync(IPAddress.Loopback, node.Http.BaseAddress!.Port);
        await request.client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /api/v1/runs?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {ApiNode.Lines}\r\nContent-Length: 1000\r\n\r\n{lines}"));
        return request;
    }

    /// <summary>The first line of the answer.</summary>
    internal async Task<string?> AnswerAsync()
    {
        using var answer = new StreamReader(client.GetStream());
        return await answer.ReadLineAsync().Soon();
    }

    /// <summary>The client is gone, in the middle of what it sent.</summary>
    public void Dispose() => client.Dispose();
}
