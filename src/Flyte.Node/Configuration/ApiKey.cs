using System.Security.Cryptography;
using System.Text;

namespace Flyte.Node.Configuration;

/// <summary>What a key of the web API lets its holder do.</summary>
internal enum ApiScope
{
    /// <summary>Look at everything.</summary>
    Read,

    /// <summary>Start, change, abort and remove runs as well.</summary>
    Write,
}

/// <summary>A key of the web API as the settings have it: <c>name:scope:hash</c>. Who reads the settings cannot use it.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Scope">What it lets its holder do.</param>
/// <param name="Hash">SHA-256 of the key. A key is 256 random bits, which cannot be guessed from that.</param>
internal sealed record ApiKey(string Name, ApiScope Scope, byte[] Hash)
{
    internal const string Form = "name:read:hash or name:write:hash, with commas between";

    private const string Prefix = "flyte_";

    /// <summary>Makes a key.</summary>
    /// <returns>The key, which is shown once, and what the settings have of it.</returns>
    internal static (string Key, ApiKey Stored) New(string name, ApiScope scope)
    {
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
        return (key, new ApiKey(name, scope, HashOf(key)));
    }

    /// <summary>Reads what the settings have.</summary>
    /// <exception cref="ArgumentException">It is none; the message does not repeat it, since it may be the key itself.</exception>
    internal static ApiKey Parse(string text)
    {
        if (text.Split(':') is [{ Length: > 0 } name, var scope, { Length: 2 * SHA256.HashSizeInBytes } hash]
            && Enum.TryParse<ApiScope>(scope, ignoreCase: true, out var parsed) && scope.All(char.IsAsciiLetter)
            && hash.All(char.IsAsciiHexDigit))
        {
            return new ApiKey(name, parsed, Convert.FromHexString(hash));
        }

        throw new ArgumentException($"A key is written as {Form}: 'key NAME' makes one.", nameof(text));
    }

    internal bool Matches(byte[] hash) => CryptographicOperations.FixedTimeEquals(hash, Hash);

    internal static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public override string ToString() => $"{Name}:{(Scope == ApiScope.Read ? "read" : "write")}:{Convert.ToHexStringLower(Hash)}";
}
