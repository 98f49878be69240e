using System.Collections.Concurrent;

namespace Flyte.Dashboard.Tests.Support;

/// <summary>What a page asks the web interface for, and how many bytes it gets; its own scripts do not count.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<string, string> paths = new(StringComparer.Ordinal);
    private long bytes;

    private Traffic(ICDPSession session)
    {
        session.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
        {
            if (e?.GetProperty("request").GetProperty("url").GetString() is { } url && url.Contains("/api/", StringComparison.Ordinal))
            {
                paths[e.Value.GetProperty("requestId").GetString()!] = new Uri(url).PathAndQuery;
            }
        };
        session.Event("Network.dataReceived").OnEvent += (_, e) =>
        {
            if (e is { } data && paths.ContainsKey(data.GetProperty("requestId").GetString()!))
            {
                Interlocked.Add(ref bytes, data.GetProperty("dataLength").GetInt64());
            }
        };
    }

    internal int Requests => paths.Count;

    internal long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Listens to a page from now on.</summary>
    internal static async Task<Traffic> OfAsync(DashboardPage page)
    {
        var session = await page.Page.Context.NewCDPSessionAsync(page.Page);
        var traffic = new Traffic(session);
        await session.SendAsync("Network.enable");
        return traffic;
    }
}
