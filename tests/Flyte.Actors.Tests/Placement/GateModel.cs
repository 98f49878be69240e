using Flyte.Actors.Placement;

namespace Flyte.Actors.Tests.Placement;

/// <summary>What happens at a gate.</summary>
internal enum GateOp
{
    Wish,
    Need,
    Open,
    End,
    Wait,
    Resume,
    Lose,
    Drain,
}

/// <summary>A gate's books, and what must be true of them whatever happens.</summary>
internal sealed class GateModel(int capacity)
{
    private readonly GateBook book = new(capacity);
    private readonly SortedDictionary<int, ModelRun> runs = [];
    private long version;
    private long wishes;

    internal string? Do(GateOp op, int key, int amount)
    {
        var run = runs.TryGetValue(key, out var known) ? known : runs[key] = new ModelRun();
        var (wasCalm, heldBefore) = (runs.Values.All(run => run.Granted == run.Wish), runs.Values.Sum(run => run.Held));
        switch (op)
        {
            case GateOp.Wish or GateOp.Need:
                (run.Wish, run.Needs) = (amount, op == GateOp.Need);
                run.WishVersion = ++wishes;
                if (!book.Wish(Key(key), amount, wishes, run.Needs))
                {
                    return "a new wish was no news";
                }

                break;
            case GateOp.Open:
                for (; amount > 0 && book.MayOpen(Key(key)); amount--)
                {
                    book.Note(Key(key), ++run.InUse);
                }

                break;
            case GateOp.End:
                run.InUse = Math.Max(0, run.InUse - amount);
                run.Waiting = Math.Min(run.Waiting, run.InUse);
                book.Note(Key(key), run.InUse);
                break;
            case GateOp.Wait or GateOp.Resume:
                run.Waiting = op == GateOp.Wait ? Math.Min(amount, run.InUse) : 0;
                book.Waiting(Key(key), run.Waiting);
                break;
            case GateOp.Lose:
                (run.Wish, run.Needs) = (0, false);
                book.Forget(Key(key));
                break;
            case GateOp.Drain when amount == 1:
                IsDraining = true;
                book.Drain();
                break;
        }

        return Tell(wasCalm, heldBefore);
    }

    internal bool IsDraining { get; private set; }

    private long Budget => IsDraining ? 0 : capacity + runs.Values.Sum(run => (long)run.Waiting);

    private static string Key(int key) => $"run-{key}";

    private string? Tell(bool wasCalm, long heldBefore)
    {
        var changes = book.TakeChanges();
        foreach (var change in changes)
        {
            if (change.Version <= version)
            {
                return $"{change} is not newer than {version}";
            }

            version = change.Version;
            var run = runs[int.Parse(change.RunKey[4..], System.Globalization.CultureInfo.InvariantCulture)];
            run.Granted = change.Slots;
            if (change.WishVersion != run.WishVersion)
            {
                return $"{change} answers another wish than {run.WishVersion}";
            }
        }

        if (wasCalm && runs.Values.Sum(run => (long)run.Wish) <= Budget && changes.Count > 1)
        {
            return "grants were shuffled though nothing was scarce";
        }

        return book.TakeChanges().Count > 0 ? "changes were told twice" : Check(heldBefore);
    }

    private string? Check(long heldBefore)
    {
        var granted = runs.Values.Sum(run => (long)run.Granted);
        var held = runs.Values.Sum(run => run.Held);
        var needs = IsDraining ? 0 : runs.Values.Count(run => run.Needs && run.Wish > 0);
        var level = Level();
        return granted > Math.Max(Budget, needs) ? $"{granted} granted of {Budget}"
            : held > Math.Max(Budget, heldBefore) + needs ? $"{held} held of {Budget}"
            : runs.Values.Any(run => run.Granted > run.Wish) ? "more granted than wished"
            : runs.Values.Any(run => run.Granted > level + 1 && run.Granted > 1) ? $"more granted than {level} and one"
            : IsDraining ? (granted > 0 ? "granted while draining" : null)
            : held < Budget && runs.Values.Any(run => run.Granted < run.Wish) ? "a slot is free that somebody wishes"
            : runs.Values.Any(run => run.Needs && run.Granted < Math.Min(1, run.Wish)) ? "a run has no slot anywhere"
            : runs.Values.All(run => run.InUse <= run.Granted) ? Fair()
            : null;
    }

    private string? Fair() =>
        runs.Values.Any(poor => poor.Granted < poor.Wish && runs.Values.Any(rich => rich.Granted > Math.Max(1, poor.Granted + 1)))
            ? "one has two more than another that wishes more"
            : null;

    // One slot after the other to the one who has least.
    private int Level()
    {
        var parts = runs.Values.Select(run => (run.Wish, Has: run.Needs ? Math.Min(1, run.Wish) : 0)).ToArray();
        for (var left = Budget - parts.Sum(part => part.Has); left > 0; left--)
        {
            var poorest = -1;
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Has < parts[i].Wish && (poorest < 0 || parts[i].Has < parts[poorest].Has))
                {
                    poorest = i;
                }
            }

            if (poorest < 0)
            {
                return int.MaxValue - 1;
            }

            parts[poorest].Has++;
        }

        return parts.Where(part => part.Has < part.Wish).Select(part => part.Has).DefaultIfEmpty(int.MaxValue - 1).Min();
    }

    private sealed class ModelRun
    {
        internal int Wish { get; set; }

        internal long WishVersion { get; set; }

        internal bool Needs { get; set; }

        internal int InUse { get; set; }

        internal int Waiting { get; set; }

        internal int Granted { get; set; }

        internal long Held => Math.Max(Granted, InUse);
    }
}
