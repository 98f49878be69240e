using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Flyte.Node.Tests.Readme;

/// <summary>Ports of this test alone, in the place of those that the page gives its nodes.</summary>
internal sealed partial class ReadmePorts
{
    // Below those that systems give to connections, which could take one before its node does.
    private const int First = 20_000;
    private const int Last = 32_000;

    private readonly Dictionary<string, string> own = new(StringComparer.Ordinal);

    /// <summary>A text of the page, with ports of this test.</summary>
    internal string Replace(string text) => OfPage().Replace(text, match => Of(match.Value));

    /// <summary>What is in the place of a port of the page.</summary>
    internal string Of(string page)
    {
        if (!own.TryGetValue(page, out var port))
        {
            own.Add(page, port = Free());
        }

        return port;
    }

    private string Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            var text = port.ToString(CultureInfo.InvariantCulture);
            if (IsFree(port) && !own.ContainsValue(text))
            {
                return text;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\b405[345]\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfPage();
}
