using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Proof;

/// <summary>Draws programs.</summary>
internal static class RandomProgram
{
    private const int MostItems = 14;
    private const int MostSteps = 40;

    private static readonly Fault[] OfWrites = [Fault.Fails, Fault.IsDoneAndFails, Fault.FailsAndIsDoneLater, Fault.IsSlow, Fault.IsSlow, Fault.IsRejected];
    private static readonly Fault[] OfDeletes = [Fault.Fails, Fault.IsDoneAndFails, Fault.IsSlow];
    private static readonly Fault[] OfReads = [Fault.Fails, Fault.IsSlow];

    internal static RunProgram Draw(int seed)
    {
        var random = new Random(seed);
        var shape = Shape(random);
        var isQuiet = random.Next(4) == 0;
        string[] items = [.. Enumerable.Range(0, random.Next(1, MostItems + 1)).Select(_ => Script(random, isQuiet))];
        var steps = new List<Step> { new(Deed.Start) };
        for (int count = random.Next(4, MostSteps), next = 0; count > 0; count--)
        {
            var step = Next(random, items.Length, ref next);
            steps.Add(step);
        }

        return new RunProgram(shape, items, steps);
    }

    private static RunShape Shape(Random random) => new(
        random.Next(1, 6),
        random.Next(3),
        random.Next(3),
        random.Next(2) * random.Next(1, 3000),
        random.Next(4) == 0 ? random.Next(500, 5000) : 0,
        random.Next(5) == 0 ? random.Next(1000, 20_000) : 0,
        random.Next(6) == 0 ? random.Next(4) : -1,
        random.Next(8) == 0 ? 1 : 0,
        random.Next(2));

    private static string Script(Random random, bool isQuiet) => isQuiet ? "s" : string.Concat(
        Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(24) switch { < 14 => 's', < 20 => 'f', 20 => 'h', < 23 => 'g', _ => 'b' }));

    private static Step Next(Random random, int items, ref int next)
    {
        switch (random.Next(100))
        {
            case < 3:
                return new Step(Deed.Start);
            case < 20:
                // Mostly where the last ones ended; repeated, overlapping and behind a gap too.
                var from = Math.Max(0, random.Next(4) == 0 ? next + random.Next(-3, 4) : next);
                var count = random.Next(1, 6);
                next = from <= next ? Math.Max(next, Math.Min(items, from + count)) : next;
                return new Step(Deed.Add, from, count);
            case < 45:
                return new Step(Deed.Go, random.Next(1, 5));
            case < 53:
                return new Step(Deed.Advance, random.Next(3) == 0 ? random.Next(1000, 6000) : random.Next(1, 400));
            case < 60:
                return new Step(Deed.Tick);
            case < 68:
                return new Step(Deed.Read, random.Next(2), random.Next(items + 1), random.Next(1, 8));
            case < 72:
                return new Step(Deed.Look);
            case < 74:
                return new Step(Deed.AbortItem, random.Next(items));
            case < 75:
                return new Step(Deed.Abort);
            case < 78:
                return new Step(Deed.Resize, random.Next(1, 7));
            case < 81:
                return new Step(Deed.Kill, random.Next(1, 4));
            case < 85:
                return new Step(Deed.Crash, random.Next(2));
            case < 87:
                return new Step(Deed.HandOff);
            case < 95:
                var operation = random.Next(8) switch { 0 => Operation.Read, 1 => Operation.Replay, 2 => Operation.Delete, _ => Operation.Write };
                var faults = operation switch { Operation.Write => OfWrites, Operation.Delete => OfDeletes, _ => OfReads };
                return new Step(Deed.Fault, (int)operation, (int)faults[random.Next(faults.Length)]);
            default:
                return new Step(Deed.Pass);
        }
    }
}
