using System.Net.Sockets;
using System.Text.RegularExpressions;
using Akka.Event;

namespace Flyte.Actors.Cluster;

/// <summary>A message from another system that could not be read, as remoting says.</summary>
/// <param name="From">The system's address, as that system says it; empty where it is not known.</param>
/// <param name="Why">What is wrong with it, in one line.</param>
internal sealed partial record RefusedMessage(string From, string Why)
{
    /// <summary>What remoting's lines of them have in them.</summary>
    internal const string Mark = "Deserialization failed for message";

    /// <summary>What those have in them that are of a connection on which something else came than frames; or it broke, of which others tell.</summary>
    internal const string NoFrame = "Error caught channel";

    private const int MostCharacters = 300;

    /// <summary>What a line of the log says of such a message; null when it is of something else.</summary>
    internal static RefusedMessage? Of(LogEvent said) =>
        said.Message?.ToString() is { } line && (line.Contains(Mark, StringComparison.Ordinal) || (line.Contains(NoFrame, StringComparison.Ordinal) && said.Cause is not (null or SocketException or IOException)))
            ? new RefusedMessage(Shown(Reader().Match(said.LogSource) is { Success: true } reader ? Uri.UnescapeDataString(reader.Groups["from"].Value) : ""), Shown(said.Cause?.Message ?? line))
            : null;

    // All of it comes from whoever has sent it.
    private static string Shown(string text) =>
        string.Concat(text.Take(MostCharacters).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)) + (text.Length > MostCharacters ? "…" : "");

    [GeneratedRegex("endpointReader-(?<from>[^/]*)-[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reader();
}
