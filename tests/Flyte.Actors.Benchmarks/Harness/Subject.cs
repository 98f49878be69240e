namespace Flyte.Actors.Benchmarks;

/// <summary>One way to do the work of a benchmark.</summary>
internal sealed record Subject
{
    public const string Flyte = "flyte";

    private readonly Func<Task<Action>> run;

    private Subject(string name, Func<Task<Action>> run)
    {
        Name = name;
        this.run = run;
    }

    public string Name { get; }

    /// <summary>Which variant, where a benchmark has several of one name.</summary>
    public string? Case { get; init; }

    public required int Items { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>What it leaves out that others do.</summary>
    public required string DoesNot { get; init; }

    /// <summary>How long the ideal schedule would have taken for the bodies of the last run, in milliseconds.</summary>
    public Func<double>? IdealMs { get; init; }

    /// <summary>How long the single steps of the last run took, where the subject knows.</summary>
    public Func<Percentiles>? Latency { get; init; }

    /// <summary>Whether the row shows the mean time of a step: only where one step follows the other.</summary>
    public bool IsInTurn { get; init; }

    /// <summary>A subject by its work, which is timed, and the check of its result, which is not.</summary>
    public static Subject Of<TResult>(
        string name, int items, int concurrency, string doesNot, Func<Task<TResult>> run, Action<TResult> check) =>
        new(name, async () =>
        {
            var result = await run();
            return () => check(result);
        })
        {
            Items = items,
            Concurrency = concurrency,
            DoesNot = doesNot,
        };

    /// <summary>Does the work once.</summary>
    /// <returns>The check of the result, which throws if it is wrong.</returns>
    public Task<Action> RunAsync() => run();
}
