using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Proof;

/// <summary>What holds of the results.</summary>
internal static class ResultRules
{
    internal static string? OnceAndInOrder(History history)
    {
        var total = history.Sights.OfType<Recorded>().SelectMany(r => r.Events).OfType<ItemsAdded>().Sum(e => e.Page.Count);
        foreach (var shown in history.Sights.OfType<Shown>())
        {
            if (shown.Order == ReadOrder.Inputs && shown.Results.Where((seen, i) => seen.Index != shown.From + i).Any())
            {
                return $"the results from {shown.From} on are those of {string.Join(", ", shown.Results.Select(seen => seen.Index))}";
            }

            // A run that fails fast shows no results beside its failure.
            if (shown.End is not null && history.Program.Shape.FailFast == 0 && shown.From + shown.Results.Count < total)
            {
                return $"the end is shown behind {shown.From + shown.Results.Count} results of {total}";
            }
        }

        var places = new Dictionary<int, int>();
        foreach (var shown in history.Sights.OfType<Shown>().Where(shown => shown.Order == ReadOrder.Completed))
        {
            for (var i = 0; i < shown.Results.Count; i++)
            {
                if (places.GetValueOrDefault(shown.Results[i].Index, shown.From + i) is var place && place != shown.From + i)
                {
                    return $"the result of item {shown.Results[i].Index} stands at {place} and at {shown.From + i}";
                }

                places[shown.Results[i].Index] = shown.From + i;
            }
        }

        return null;
    }

    internal static string? NeverChange(History history)
    {
        var (results, recorded) = (new Dictionary<int, Seen>(), new HashSet<int>());
        foreach (var sight in history.Sights)
        {
            if (sight is Shown shown)
            {
                foreach (var seen in shown.Results)
                {
                    if (results.TryGetValue(seen.Index, out var before) && before != seen)
                    {
                        return $"{before} was shown before, and {seen} is now";
                    }

                    results[seen.Index] = seen;
                }
            }
            else if (sight is Recorded { Events: var events })
            {
                foreach (var index in events.OfType<ItemsFinished>().SelectMany(e => Enumerable.Range(e.Results.First, e.Results.Count)))
                {
                    if (!recorded.Add(index))
                    {
                        return $"a result of item {index} is recorded for the second time";
                    }
                }
            }
        }

        return null;
    }

    internal static string? AreTheFunctions(History history)
    {
        foreach (var seen in history.Sights.OfType<Shown>().SelectMany(shown => shown.Results))
        {
            if (seen.Error is null && seen.Value != RunProgram.ValueOf(RunProgram.InputOf(seen.Index)))
            {
                return $"{seen} is not what the function comes to";
            }

            if (!Expectation.Of(history.Program, seen.Index).Allows(seen.Error))
            {
                return $"{seen} is not what its script '{history.Program.Items[seen.Index]}' comes to";
            }
        }

        return null;
    }
}
