using Flyte.Actors.Victim;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>What the diary of a run says that was killed again and again.</summary>
internal sealed class Deeds
{
    private readonly Dictionary<(int Item, int Attempt), int> startedIn = [];
    private readonly HashSet<int> shown = [];
    private int life;

    internal Deeds(IEnumerable<Entry> entries)
    {
        foreach (var entry in entries)
        {
            switch (entry.Deed)
            {
                case Deed.Started:
                    Start(entry);
                    break;
                case Deed.Shown:
                    shown.Add(entry.Item);
                    break;
                case Deed.Killed:
                    life++;
                    InFlight += startedIn.Count(s => s.Value == life - 1 && !shown.Contains(s.Key.Item));
                    break;
            }
        }
    }

    /// <summary>Bodies that began again for no reason.</summary>
    internal List<string> Wrong { get; } = [];

    /// <summary>Bodies that began again.</summary>
    internal int Again { get; private set; }

    /// <summary>Items whose body had begun and whose result nobody had seen when the process was killed, over all kills.</summary>
    internal int InFlight { get; private set; }

    /// <summary>Items whose body has begun at least once.</summary>
    internal int Items => startedIn.Keys.Select(k => k.Item).Distinct().Count();

    // A body may begin again only if the process was killed since, and nobody had seen its result before.
    private void Start(Entry entry)
    {
        if (shown.Contains(entry.Item))
        {
            Wrong.Add($"Item {entry.Item} was executed in life {life} though its result had been shown.");
        }

        if (startedIn.TryGetValue((entry.Item, entry.Attempt), out var before))
        {
            Again++;
            if (before == life)
            {
                Wrong.Add($"Attempt {entry.Attempt} at item {entry.Item} was executed twice in life {life}.");
            }
        }

        startedIn[(entry.Item, entry.Attempt)] = life;
    }
}
