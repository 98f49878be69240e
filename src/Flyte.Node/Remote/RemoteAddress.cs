using Flyte.Node.Api;
using Flyte.Node.Commands;

namespace Flyte.Node.Remote;

/// <summary>Where the web interface of a node is, and what it lets in.</summary>
internal sealed class RemoteAddress
{
    private RemoteAddress(Uri url, string? key) => (Url, Key) = (url, key);

    /// <summary>Its root, which ends with a slash.</summary>
    internal Uri Url { get; }

    /// <summary>The key; never shown.</summary>
    internal string? Key { get; }

    /// <summary>As a person writes it.</summary>
    public override string ToString() => Url.AbsoluteUri.TrimEnd('/');

    /// <summary>Reads an address.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="source">The option or the variable that has it.</param>
    /// <param name="key">The key; null for none.</param>
    /// <exception cref="UsageException">It is none.</exception>
    internal static RemoteAddress Parse(string text, string source, string? key)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            var meant = $"http://{text}";
            var isHost = !text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(meant, UriKind.Absolute, out _);
            throw new UsageException(
                $"{source} '{text}' is no address of a web interface.", $"{(isHost ? $"Did you mean '{meant}'? " : "")}Write http://HOST:PORT or https://HOST.");
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new UsageException(
                $"{source} names more than an address.", $"Write http://HOST:PORT or https://HOST, and give a key by {ServerArguments.KeyOption} or {ServerArguments.KeyVariable}.");
        }

        if (key is not null && !key.All(char.IsAscii) || key?.Any(char.IsControl) == true)
        {
            throw new UsageException("The key has characters that no key has.", "Give it as 'key NAME' printed it, without anything before or after it.");
        }

        var path = url.AbsolutePath.TrimEnd('/');
        path = path.EndsWith(ApiRoutes.Base, StringComparison.Ordinal) ? path[..^ApiRoutes.Base.Length] : path;
        return new RemoteAddress(new UriBuilder(url) { Path = $"{path}/" }.Uri, string.IsNullOrEmpty(key) ? null : key.Trim());
    }
}
