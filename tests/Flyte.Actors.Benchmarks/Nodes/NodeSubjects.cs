namespace Flyte.Actors.Benchmarks;

/// <summary>Maps on three nodes, on one of a cluster of none, and from a client, as subjects.</summary>
/// <param name="tasks">The tasks of the nodes.</param>
/// <param name="concurrency">How many items at once, on all nodes together.</param>
internal sealed class NodeSubjects(NodeTasks tasks, int concurrency)
{
    public const string Waiting = "20 ms";
    public const string Cheap = "cheap";
    public const string Client = "cheap, from a client";
    public const string OneNode = "oneNode";

    private readonly Dictionary<string, Ran[]> last = new(StringComparer.Ordinal);

    /// <summary>How many bodies each node had in the last run of a subject that waits, the most first.</summary>
    public IReadOnlyList<int> PartsOf(string name) => [.. last[name].CountBy(body => body.Process).Select(part => part.Value).OrderDescending()];

    /// <summary>Items that wait, whose results tell how long their bodies took.</summary>
    public Subject Wait(FlyteRuntime flyte, int[] items, string name)
    {
        var bodies = last[name] = new Ran[items.Length];
        return Subject.Of(name, items.Length, concurrency, "durability", ReadAsync, Checked) with
        {
            Case = Waiting,
            IdealMs = name is Subject.Flyte ? () => BodyClock.IdealMs(bodies.Select(body => body.Milliseconds), concurrency) : null,
        };

        async Task<ExactTally> ReadAsync()
        {
            var tally = new ExactTally();
            await foreach (var result in flyte.Map(tasks.Wait.MapAsync(items, concurrency)))
            {
                tally.Add(result);
                bodies[result.Index] = result.Value;
            }

            return tally;
        }

        void Checked(ExactTally tally) => tally.CheckAll(items.Length);
    }

    /// <summary>Items that do nothing.</summary>
    public Subject DoNothing(FlyteRuntime flyte, int[] items, string name, string @case = Cheap) =>
        FlyteMap.InOrder(flyte, tasks.Cheap, items, concurrency, name) with { Case = @case };
}
