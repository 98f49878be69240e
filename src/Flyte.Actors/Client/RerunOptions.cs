namespace Flyte.Actors;

/// <summary>How a run is run again.</summary>
public sealed record RerunOptions
{
    /// <summary>The new run's id: letters, digits, '_', '-' and '.', up to 128 of them; made by the runtime when null.</summary>
    public string? Id { get; init; }

    /// <summary>The new run's name; null for that of the other run.</summary>
    public string? Name { get; init; }

    /// <summary>The new run's labels; null for those of the other run.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether what succeeded keeps its result, so that only the rest is run. Default false: all of it is run.</summary>
    public bool Recover { get; init; }

    /// <summary>The items, by index, that are run although they succeeded; up to 100,000 of them.</summary>
    public IReadOnlyCollection<int> Force { get; init; } = [];

    /// <summary>Other inputs, as JSON, for some items by index; those items are run. Together up to 1,048,576 bytes.</summary>
    public IReadOnlyDictionary<int, string> Inputs { get; init; } = new Dictionary<int, string>();
}
