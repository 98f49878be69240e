namespace Flyte.Actors.Benchmarks;

/// <summary>One benchmark: its subjects do the same work in turn, and its goals are held against their figures.</summary>
internal abstract class Benchmark
{
    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The work in one line.</summary>
    public abstract string Work { get; }

    public abstract Task<Report> RunAsync(Settings settings);
}
