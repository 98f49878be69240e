using System.Globalization;

namespace Flyte.Actors.Tests.Proof;

/// <summary>What is done with a run; the numbers behind it say the rest.</summary>
internal enum Deed
{
    /// <summary>Starts it, or starts it again.</summary>
    Start,

    /// <summary>Adds inputs: from that one on, so many. Those behind the last are none.</summary>
    Add,

    /// <summary>Lets so many bodies go on, those that began first before others.</summary>
    Go,

    /// <summary>Moves the clock on by so many milliseconds.</summary>
    Advance,

    /// <summary>Has the run look at its slots, as it does every few milliseconds.</summary>
    Tick,

    /// <summary>Reads results: in that order, from that position on, so many.</summary>
    Read,

    /// <summary>Asks what the run looks like.</summary>
    Look,

    /// <summary>Aborts the run.</summary>
    Abort,

    /// <summary>Aborts that item.</summary>
    AbortItem,

    /// <summary>Changes the concurrency to so many.</summary>
    Resize,

    /// <summary>Kills the item actor of that number.</summary>
    Kill,

    /// <summary>The process dies, and another one goes on; what was on its way to the journal arrives there if the number is 1.</summary>
    Crash,

    /// <summary>The run leaves its process, and comes back once somebody asks for it.</summary>
    HandOff,

    /// <summary>Of that operation, the next one goes wrong in that way.</summary>
    Fault,

    /// <summary>The journal does what is slow, and what comes late.</summary>
    Pass,
}

/// <summary>One step of a program.</summary>
internal readonly record struct Step(Deed What, int A = 0, int B = 0, int C = 0)
{
    public override string ToString() => What switch
    {
        Deed.Read => $"{What}:{A}:{B}:{C}",
        Deed.Add or Deed.Fault => $"{What}:{A}:{B}",
        Deed.Start or Deed.Tick or Deed.Look or Deed.Abort or Deed.HandOff or Deed.Pass => $"{What}",
        _ => $"{What}:{A}",
    };

    internal static Step Parse(string text)
    {
        var parts = text.Split(':');
        var numbers = parts.Skip(1).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Concat([0, 0, 0]).ToArray();
        return new Step(Enum.Parse<Deed>(parts[0]), numbers[0], numbers[1], numbers[2]);
    }
}

/// <summary>
/// What happens to a run, as data: it can be drawn, printed, read, cut and done again. Each item has a script, of one letter for each
/// attempt that is the item's own: <c>s</c> succeeds, <c>f</c> fails, <c>h</c> fails without hope, <c>g</c> goes on until it is told to
/// stop, <c>b</c> goes on even then. Behind the last letter it succeeds.
/// </summary>
internal sealed record RunProgram(RunShape Shape, IReadOnlyList<string> Items, IReadOnlyList<Step> Steps)
{
    internal static int InputOf(int index) => 100 + index;

    /// <summary>The function that the bodies compute.</summary>
    internal static int ValueOf(int input) => (input * input) + 1;

    internal char LetterOf(int index, int failures) => failures < Items[index].Length ? Items[index][failures] : 's';

    internal bool Has(Deed deed) => Steps.Any(step => step.What == deed);

    public override string ToString() => $"{Shape} | {string.Join(' ', Items)} | {string.Join(' ', Steps)}";

    internal static RunProgram Parse(string text)
    {
        var parts = text.Split('|');
        return new RunProgram(RunShape.Parse(parts[0]), Words(parts[1]), [.. Words(parts[2]).Select(Step.Parse)]);
    }

    internal static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What a program's run is.</summary>
/// <param name="Concurrency">The most bodies in flight, at first.</param>
/// <param name="Retries">How often an item is run again that failed by its own fault.</param>
/// <param name="SystemRetries">How often one is whose item actor was lost.</param>
/// <param name="Backoff">How many milliseconds a retry waits; 0 for none.</param>
/// <param name="MaxRuntime">How many milliseconds an attempt may take; 0 for any.</param>
/// <param name="Deadline">How many milliseconds an item may take; 0 for any.</param>
/// <param name="MaxFailures">How many failures the run tolerates; -1 for any.</param>
/// <param name="FailFast">Whether the first failure ends it: 1 if so.</param>
/// <param name="Shared">Whether other processes use the journal too: 1 if so.</param>
internal sealed record RunShape(
    int Concurrency = 2, int Retries = 0, int SystemRetries = 2, int Backoff = 0, int MaxRuntime = 0, int Deadline = 0, int MaxFailures = -1, int FailFast = 0, int Shared = 0)
{
    internal TaskOptions Options => new()
    {
        Retries = Retries,
        Backoff = Backoff == 0 ? Actors.Backoff.None : new Backoff(TimeSpan.FromMilliseconds(Backoff)),
        MaxRuntime = MaxRuntime == 0 ? null : TimeSpan.FromMilliseconds(MaxRuntime),
        Deadline = Deadline == 0 ? null : TimeSpan.FromMilliseconds(Deadline),
        Tolerance = MaxFailures < 0 ? Tolerance.Any : new Tolerance { MaxFailures = MaxFailures },
    };

    private int[] Numbers => [Concurrency, Retries, SystemRetries, Backoff, MaxRuntime, Deadline, MaxFailures, FailFast, Shared];

    public override string ToString() => string.Join(' ', Numbers);

    internal static RunShape Parse(string text)
    {
        int[] n = [.. RunProgram.Words(text).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        return new RunShape(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
    }
}
