using Flyte.Node.Output;

namespace Flyte.Node.Configuration;

/// <summary>A value that somebody set.</summary>
/// <param name="Path">Its name with those above it, as <c>runtime:runAhead</c>.</param>
/// <param name="Value">The value as it was written; null for null and for an empty object.</param>
/// <param name="Source">Who set it: the file, or the environment variable.</param>
internal sealed record Setting(string Path, string? Value, string Source)
{
    private const int MostShown = 60;

    private static readonly string[] SecretNames = ["pass", "pwd", "key", "secret", "token", "store", "tls", "cert"];

    /// <summary>Whether the value of a name that is not known may be one of those that are not shown: the name is like one of theirs, or the value is.</summary>
    internal bool MayBeSecret =>
        SecretNames.Any(name => Path.Contains(name, StringComparison.OrdinalIgnoreCase)) || Value?.IndexOfAny(['@', ';', '=']) >= 0;

    /// <summary>Whether the file set it.</summary>
    internal bool IsOfFile { get; init; }

    /// <summary>How nothing was written, where that is not null: an object or an array of nothing.</summary>
    internal string? Empty { get; init; }

    /// <summary>A name that came from elsewhere, as a message has it.</summary>
    internal static string Shown(string name, int most = MostShown) => OneLine.Of(Shorten.Middle(name, most));

    /// <summary>What was set where, to begin an error with.</summary>
    /// <param name="path">The path as the settings are spelled, where it is known.</param>
    /// <param name="isSecret">Whether the value may hold a password.</param>
    internal string Describe(string? path = null, bool isSecret = false)
    {
        var value = Value is null ? Empty ?? "nothing" : isSecret ? "something" : $"'{Shorten.Middle(Value, MostShown)}'";
        return OneLine.Of($"{Source} sets {path ?? Shown(Path)} to {value}");
    }
}
