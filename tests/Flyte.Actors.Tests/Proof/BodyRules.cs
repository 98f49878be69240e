using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Proof;

/// <summary>What holds of the bodies.</summary>
internal static class BodyRules
{
    // A size counts from when it is asked for if it is larger; if it is smaller, from when no more bodies are in flight.
    internal static string? NeverMoreThanN(History history)
    {
        var (live, limit, size) = (new HashSet<int>(), history.Program.Shape.Concurrency, history.Program.Shape.Concurrency);
        foreach (var sight in history.Sights)
        {
            switch (sight)
            {
                case Began began:
                    live.Add(began.Body);
                    break;
                case Ended ended:
                    live.Remove(ended.Body);
                    break;
                case Deaf deaf:
                    live.Remove(deaf.Body);
                    break;
                case Died:
                    live.Clear();
                    break;
                case Resized resized:
                    (size, limit) = (resized.IsDone ? resized.To : size, Math.Max(limit, resized.To));
                    break;
                case Rested when live.Count <= size && !IsAnythingAsked(history, sight):
                    limit = size;
                    break;
            }

            if (live.Count > limit)
            {
                return $"{live.Count} bodies are in flight, and {limit} are allowed";
            }
        }

        return null;
    }

    internal static string? WithinTheBudget(History history)
    {
        var shape = history.Program.Shape;
        var begun = new HashSet<(int Index, int Attempt)>();
        foreach (var sight in history.Sights)
        {
            switch (sight)
            {
                case Died or Left:
                    begun.Clear();
                    break;
                case Began began when began.Attempt > 1 + shape.Retries + shape.SystemRetries:
                    return $"attempt {began.Attempt} is made at item {began.Index}";
                case Began began when !begun.Add((began.Index, began.Attempt)):
                    return $"attempt {began.Attempt} at item {began.Index} is made twice";
                case Began began when began.Input != RunProgram.InputOf(began.Index):
                    return $"item {began.Index} has the input {began.Input}";
                case Recorded recorded:
                    if (recorded.Events.OfType<ItemRetried>().FirstOrDefault(e => e.Attempts.User > shape.Retries || e.Attempts.System > shape.SystemRetries) is { } retried)
                    {
                        return $"item {retried.Index} is to be run again after {retried.Attempts}";
                    }

                    break;
            }
        }

        return null;
    }

    internal static string? NothingAfterTheEnd(History history)
    {
        var (isAborted, hasEnded, gone, late) = (false, false, new HashSet<int>(), new Dictionary<int, int>());
        foreach (var sight in history.Sights)
        {
            switch (sight)
            {
                case Aborted:
                    isAborted = true;
                    break;
                case Ended ended:
                    late.Remove(ended.Body);
                    break;
                case Deaf deaf:
                    late.Remove(deaf.Body);
                    break;
                case Died:
                    late.Clear();
                    break;
                case Rested when late.Count > 0:
                    return $"item {late.Values.First()} is started after the run was aborted, and goes on";
                case ItemAborted aborted:
                    gone.Add(aborted.Index);
                    break;
                case Recorded recorded:
                    hasEnded |= recorded.Events.Any(e => e is RunEnded);
                    gone.UnionWith(recorded.Events.OfType<ItemsFinished>().SelectMany(e => Enumerable.Range(e.Results.First, e.Results.Count)));
                    break;
                case Began began when hasEnded || gone.Contains(began.Index):
                    return $"item {began.Index} is started after {(hasEnded ? "the run" : "it")} has ended or was aborted";
                case Began began when isAborted:
                    // A thread may have been about to start it, and its body hears of the abort at once.
                    late[began.Body] = began.Index;
                    break;
            }
        }

        return null;
    }

    // A size that was asked for and is not answered may be in force at any time, or never.
    private static bool IsAnythingAsked(History history, Sight until)
    {
        var open = new Dictionary<int, int>();
        foreach (var sight in history.Sights.TakeWhile(sight => !ReferenceEquals(sight, until)).OfType<Resized>())
        {
            open[sight.To] = open.GetValueOrDefault(sight.To) + (sight.IsDone ? -1 : 1);
        }

        return open.Values.Any(count => count > 0);
    }
}
