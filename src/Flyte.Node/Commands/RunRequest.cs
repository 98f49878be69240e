namespace Flyte.Node.Commands;

/// <summary>What <c>run</c> was asked to do.</summary>
internal sealed record RunRequest
{
    /// <summary>The task, as it was typed.</summary>
    internal required string Task { get; init; }

    /// <summary>The task that gets the array of all successful results, as it was typed.</summary>
    internal string? Reduce { get; init; }

    internal InputRequest Inputs { get; init; } = new();

    /// <summary>The most items in flight; 0 for the runtime's bound.</summary>
    internal int Concurrency { get; init; }

    /// <summary>Whether the first failure ends the run.</summary>
    internal bool FailFast { get; init; }

    /// <summary>Whether the output is for a machine.</summary>
    internal bool Json { get; init; }

    /// <summary>Whether the results are shown even though they are reduced.</summary>
    internal bool Verbose { get; init; }

    /// <summary>The run's id; null to have one made.</summary>
    internal string? Id { get; init; }

    internal string? Name { get; init; }

    internal IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The words of the command line.</summary>
    internal IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The same command line for a run of that id.</summary>
    internal string Again(string id)
    {
        string[] ids = Id is null ? ["--id", id] : [];
        var end = Words.TakeWhile(word => word is not "--").Count();
        return ShellWord.Join([.. Words.Take(end), .. ids, .. Words.Skip(end)]);
    }
}

/// <summary>Where the inputs of a run come from; the sources that are given form one map, in the order of the properties.</summary>
internal sealed record InputRequest
{
    /// <summary>Inputs as JSON; for a task that takes a string, also plain.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A JSON array, an input each.</summary>
    internal string? Items { get; init; }

    /// <summary>Patterns of paths, an input each.</summary>
    internal IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>A file whose lines are inputs; <c>-</c> is the standard input.</summary>
    internal string? Lines { get; init; }

    internal bool IsEmpty => Arguments.Count == 0 && Items is null && Files.Count == 0 && Lines is null;

    /// <summary>Whether there is one input only, whose result is the result of the run.</summary>
    internal bool IsSingle => Arguments.Count <= 1 && Items is null && Files.Count == 0 && Lines is null;
}
