using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Api;

/// <summary>Some runs, newest first.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Next">What to ask for <c>after</c> for those behind; null when there are none.</param>
internal sealed record RunsDocument(IReadOnlyList<Documents.RunDocument> Runs, string? Next);

/// <summary>How a run is started, in one body: a task once with one input, or a map over many.</summary>
internal sealed record StartRequest
{
    [Description("The full name, environment.function.")]
    public string? Task { get; init; }

    [Description("The input of a root task, which runs once; several inputs of one call are an array.")]
    public JsonElement Input { get; init; }

    [Description("The inputs of a map, an item each.")]
    public IReadOnlyList<JsonElement>? Inputs { get; init; }

    [Description("The run's id; made when null. The same request with the same id is the same run.")]
    public string? Id { get; init; }

    [Description("A name for people.")]
    public string? Name { get; init; }

    [Description("What a list can be filtered by.")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [Description("The most items in flight; 0 for the node's bound.")]
    public int Concurrency { get; init; }

    [Description("Whether the first failure ends the run.")]
    public bool FailFast { get; init; }

    [Description("How many items may fail; null for what the task says.")]
    public ToleranceRequest? Tolerance { get; init; }
}

/// <summary>How many items of a map may fail.</summary>
internal sealed record ToleranceRequest
{
    public int? MaxFailures { get; init; }

    public int? MinSuccesses { get; init; }

    public double? MinSuccessRatio { get; init; }

    internal Tolerance ToTolerance() => new() { MaxFailures = MaxFailures, MinSuccesses = MinSuccesses, MinSuccessRatio = MinSuccessRatio };
}

/// <summary>How a run is changed.</summary>
/// <param name="Concurrency">The most items in flight; 0 for the node's bound.</param>
internal sealed record ResizeRequest(int Concurrency);

/// <summary>Why something is ended.</summary>
/// <param name="Reason">What the errors say.</param>
internal sealed record AbortRequest(string? Reason = null);

/// <summary>How a run is run again.</summary>
internal sealed record RerunRequest
{
    [Description("The new run's id; made when null.")]
    public string? Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [Description("Items that are run though they succeeded.")]
    public IReadOnlyList<int>? Force { get; init; }

    [Description("Other inputs, by index.")]
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

    internal RerunOptions Options(bool recover) => new()
    {
        Id = Id,
        Name = Name,
        Labels = Labels,
        Recover = recover,
        Force = [.. Force ?? []],
        Inputs = (Inputs ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)).ToDictionary(input => Index(input.Key), input => input.Value.GetRawText()),
    };

    private static int Index(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        ? index
        : throw ApiException.Bad($"inputs has '{text}', which is no index of an item: they are counted from 0.");
}
