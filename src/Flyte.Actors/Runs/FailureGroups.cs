using System.Runtime.InteropServices;

namespace Flyte.Actors.Runs;

/// <summary>The failures of a run by their kind, counted as they are recorded; so many kinds at most.</summary>
internal sealed class FailureGroups
{
    private const int MaxItems = 5;
    private const int MaxMessage = 1000;
    private const string RestCode = "Others";

    private readonly Dictionary<string, Kind> kinds = new(StringComparer.Ordinal);

    internal FailureGroups()
    {
    }

    /// <summary>Those of a snapshot.</summary>
    internal FailureGroups(IEnumerable<Kind> kinds) => this.kinds = kinds.ToDictionary(kind => kind.Key, StringComparer.Ordinal);

    internal int Count => kinds.Values.Sum(kind => kind.Count);

    /// <summary>The kinds, in an order that is always the same.</summary>
    internal IEnumerable<Kind> Kinds => kinds.Values.OrderBy(kind => kind.Key, StringComparer.Ordinal);

    internal void Add(int index, ItemError error)
    {
        Span<char> buffer = stackalloc char[FailureKey.MaxLength];
        ReadOnlySpan<char> key = buffer[..FailureKey.Write(error.Code, error.Message, buffer)];
        if (!kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var kind))
        {
            kind = kinds.Count < RunFailures.MaxGroups
                ? kinds[new string(key)] = new Kind(new string(key), error.Code, Cut(error.Message))
                : Rest();
        }

        kind.Count++;
        if (kind.Items.Count < MaxItems)
        {
            kind.Items.Add(index);
        }
    }

    internal static RunFailures Show(FailureGroups? groups) => new()
    {
        Groups =
        [
            .. (groups?.kinds.Values ?? Enumerable.Empty<Kind>())
                .OrderBy(kind => kind.IsRest)
                .ThenByDescending(kind => kind.Count)
                .ThenBy(kind => kind.Items[0])
                .Select(kind => new FailureGroup { Code = kind.Code, Message = kind.Message, Count = kind.Count, Items = [.. kind.Items], IsRest = kind.IsRest }),
        ],
    };

    private Kind Rest()
    {
        ref var rest = ref CollectionsMarshal.GetValueRefOrAddDefault(kinds, Kind.RestKey, out _);
        return rest ??= new Kind(Kind.RestKey, RestCode, $"Failures of further kinds: {RunFailures.MaxGroups} are told apart.");
    }

    private static string Cut(string message) => message.Length <= MaxMessage ? message : string.Concat(message.AsSpan(0, MaxMessage), "…");

    /// <summary>Failures of one kind.</summary>
    /// <param name="key">What they have in common.</param>
    /// <param name="code">Their code.</param>
    /// <param name="message">The message of the first one.</param>
    internal sealed class Kind(string key, string code, string message)
    {
        /// <summary>The key of those that are not told apart; every other key has a line break.</summary>
        internal const string RestKey = "";

        internal string Key => key;

        internal string Code => code;

        internal string Message => message;

        internal bool IsRest => key.Length == 0;

        internal int Count { get; set; }

        /// <summary>The first items.</summary>
        internal List<int> Items { get; init; } = [];
    }
}
