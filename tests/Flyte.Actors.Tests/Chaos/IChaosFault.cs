namespace Flyte.Actors.Tests.Chaos;

/// <summary>Something that goes wrong for a while.</summary>
internal interface IChaosFault
{
    /// <summary>What it is called in the summary.</summary>
    string Name { get; }

    /// <summary>How long it lasts this time.</summary>
    TimeSpan Length(Random random);

    Task InjectAsync(Random random);

    /// <summary>Makes good what was done last; a process that has ended starts again by itself.</summary>
    Task HealAsync();
}
