using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Flyte.Actors.Tests.Support;

namespace Flyte.Node.Tests.Attacks;

/// <summary>What a node answers: its status, its headers, and as much of the body as there is before a stream begins.</summary>
internal sealed record RawAnswer(int Status, string Head, string Body);

/// <summary>Requests as bytes, which no client library has made right.</summary>
internal static class RawHttp
{
    private const int Most = 4 * 1024 * 1024;

    internal static byte[] Request(string method, string target, IEnumerable<string> headers, byte[] body) =>
        [.. Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{string.Concat(headers.Select(h => $"{h}\r\n"))}\r\n"), .. body];

    internal static string Length(byte[] body) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}");

    /// <summary>Sends it on a connection of its own; null where the node ends that without a word.</summary>
    /// <param name="port">The node's.</param>
    /// <param name="request">The bytes.</param>
    /// <param name="isCut">Whether it is not all that the request says, so that the node would wait for the rest.</param>
    internal static async Task<RawAnswer?> SendAsync(int port, byte[] request, bool isCut)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request);
            if (isCut)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It has answered before it has read everything.
        }

        return await ReadAsync(stream).Soon();
    }

    private static async Task<RawAnswer?> ReadAsync(NetworkStream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        try
        {
            while (text.Length < Most && !IsStream(text) && await stream.ReadAsync(buffer) is var read and > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // What has come, has come.
        }

        var parts = text.ToString().Split("\r\n\r\n", 2);
        return parts[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            ? new RawAnswer(int.Parse(parts[0].AsSpan(9, 3), CultureInfo.InvariantCulture), parts[0], parts.Length > 1 ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(parts[1])) : "")
            : null;
    }

    private static bool IsStream(StringBuilder text) =>
        text.Length > 4 && text.ToString(0, Math.Min(text.Length, 4_000)) is var head && head.Contains("\r\n\r\n", StringComparison.Ordinal) && head.Contains("text/event-stream", StringComparison.Ordinal);
}
