namespace Flyte.Actors;

/// <summary>What a run is called.</summary>
public sealed record RunOptions
{
    /// <summary>The run's id: letters, digits, '_', '-' and '.', up to 128 of them; made by the runtime when null.</summary>
    public string? Id { get; init; }

    /// <summary>A name for people; need not be unique. Together with the labels up to 16,384 bytes of UTF-8.</summary>
    public string? Name { get; init; }

    /// <summary>What a list can be filtered by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
