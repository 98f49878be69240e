namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>How many slots were busy, how many there were, and how many could have been, by tenths of a second.</summary>
internal sealed class Usage
{
    public const long Step = Scenario.Second / 10;

    private readonly List<double> busy = [];
    private readonly List<(long Capacity, long Wanted, bool Waits)> looks = [];

    /// <summary>The part of the slots that could have been busy while work waited for one, and were.</summary>
    public double WhileWorkWaits => Sum(i => busy[i]) / Sum(Ideal);

    public double SecondsOfWaiting => looks.Count(look => look.Waits) * (double)Step / Scenario.Second;

    /// <summary>The slots that the ideal schedule has busy in each step.</summary>
    private double Ideal(int i) => Math.Min(looks[i].Capacity, looks[i].Wanted);

    /// <summary>Notes that so many slots are busy for a span; a negative number takes that back.</summary>
    public void Add(long from, long to, int slots = 1)
    {
        for (var step = from / Step; from < to; step++)
        {
            while (busy.Count <= step)
            {
                busy.Add(0);
            }

            var end = Math.Min(to, (step + 1) * Step);
            busy[(int)step] += slots * (double)(end - from) / Step;
            from = end;
        }
    }

    /// <summary>Notes what there is at the begin of a step, and whether more is wanted than is had.</summary>
    public void Look(long capacity, long wanted, bool waits) => looks.Add((capacity, wanted, waits));

    public IEnumerable<string> Worst() => Enumerable.Range(0, Math.Min(looks.Count, busy.Count)).Where(i => looks[i].Waits)
        .GroupBy(i => i / 10)
        .Select(second => (second.Key, Share: second.Sum(i => busy[i]) / second.Sum(Ideal)))
        .OrderBy(second => second.Share).Take(5)
        .Select(second => FormattableString.Invariant($"{second.Share:0.00} at {second.Key} s"));

    private double Sum(Func<int, double> of) =>
        Enumerable.Range(0, Math.Min(looks.Count, busy.Count)).Where(i => looks[i].Waits).Sum(of);
}
