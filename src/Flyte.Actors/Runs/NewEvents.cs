namespace Flyte.Actors.Runs;

/// <summary>What a ledger has decided and nobody has taken yet.</summary>
internal sealed class NewEvents
{
    private List<RunEvent> events = [];

    internal int Count => events.Count;

    internal void Add(RunEvent e) => events.Add(e);

    internal List<RunEvent> Take()
    {
        (var taken, events) = (events, []);
        return taken;
    }
}
