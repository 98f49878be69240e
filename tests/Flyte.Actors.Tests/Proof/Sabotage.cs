using Flyte.Actors.Journal;

namespace Flyte.Actors.Tests.Proof;

/// <summary>A fault that is built into what a program is run against, to see whether the rules find it.</summary>
internal sealed record Sabotage
{
    /// <summary>The item whose body computes something else.</summary>
    internal int? Wrong { get; init; }

    /// <summary>The item whose bodies begin twice.</summary>
    internal int? Doubled { get; init; }

    /// <summary>What the journal makes of what it is given, when it is read again.</summary>
    internal Func<JournalBatch, JournalBatch>? Stored { get; init; }

    /// <summary>What a run is told instead of what the program tells it; null where it is told nothing, and answered all the same.</summary>
    internal Func<object, object?>? Told { get; init; }

    /// <summary>What is heard instead of what the run answers.</summary>
    internal Func<object, object>? Heard { get; init; }
}
