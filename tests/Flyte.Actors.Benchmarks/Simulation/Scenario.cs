namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>What is simulated. Times are in ticks of 100 ns from the start.</summary>
internal static class Scenario
{
    public const long Millisecond = TimeSpan.TicksPerMillisecond;
    public const long Second = TimeSpan.TicksPerSecond;

    public const int Seed = 20_260;
    public const int Nodes = 1000;
    public const int SlotsPerNode = 64;
    public const int Runs = 10_000;
    public const int LargestRun = 100_000_000;
    public const int LargestConcurrency = 4000;
    public const long LargestItem = 5 * Millisecond;

    /// <summary>Nodes that take three times as long, that join, and that are lost, some at a time.</summary>
    public const int SlowNodes = 50;
    public const double Slowness = 3;
    public const int JoiningNodes = 20;
    public const int LostNodes = 20;
    public const int Moments = 2;
    public const long FirstJoin = 20 * Second;
    public const long FirstLoss = 30 * Second;
    public const long BetweenMoments = 12 * Second;

    /// <summary>One way between two nodes; a commit; until a lost node is noticed, and until its runs are at work elsewhere.</summary>
    public const long Way = Millisecond / 4;
    public const long Commit = 5 * Millisecond;
    public const long Notice = 5 * Second;
    public const long Move = 10 * Second;

    /// <summary>How often a run looks whether it may open more slots.</summary>
    public const long Tick = 20 * Millisecond;

    public const int FreeAtHome = 2;

    /// <summary>Runs that are alike, every so many.</summary>
    public const int EqualEach = 5;
    public const long FairFrom = 10 * Second;
    public const long FairTo = 28 * Second;

    public const int InputBytes = 10;
    public const int ResultBytes = 20;
}
