using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>What the bodies of several processes have noted: when each ran, until it ended or its process did.</summary>
internal sealed class BodyTimes
{
    private readonly List<(string Run, int Index, long Start, long End)> bodies = [];

    /// <param name="processes">All of them; of one that was paused what had not ended by then does not count.</param>
    internal BodyTimes(IEnumerable<MemberProcess> processes)
    {
        foreach (var process in processes.Where(process => File.Exists(process.Log)))
        {
            Read(process);
        }
    }

    /// <summary>How many bodies began.</summary>
    internal int Count => bodies.Count;

    /// <summary>How many bodies began for an item of a run that another had begun for already.</summary>
    internal int AgainOf(string run) => bodies.Count(body => body.Run == run) - bodies.Where(body => body.Run == run).Select(body => body.Index).Distinct().Count();

    /// <summary>The runs that bodies were of.</summary>
    internal IEnumerable<string> Runs => bodies.Select(body => body.Run).Distinct(StringComparer.Ordinal);

    /// <summary>The most bodies of a run that ran at the same time.</summary>
    internal int MostOf(string run)
    {
        var (now, most) = (0, 0);
        foreach (var (_, step) in bodies.Where(body => body.Run == run).SelectMany(body => new[] { (Time: body.Start, Step: 1), (Time: body.End, Step: -1) }).Order())
        {
            now += step;
            most = Math.Max(most, now);
        }

        return most;
    }

    /// <summary>The items of a run that two bodies ran for at the same time.</summary>
    internal IEnumerable<string> TwiceAtOnce(string run)
    {
        var ends = new Dictionary<int, long>();
        foreach (var body in bodies.Where(body => body.Run == run).OrderBy(body => body.Start))
        {
            if (ends.TryGetValue(body.Index, out var end) && body.Start < end)
            {
                yield return $"Item {body.Index} of {run} began again while it still ran.";
            }

            ends[body.Index] = body.End;
        }
    }

    private void Read(MemberProcess process)
    {
        var open = new List<BodyNote>();
        foreach (var note in BodyLog.Read(process.Log).Where(note => process.PausedAt is not { } paused || note.Time < paused))
        {
            var began = note.IsStart ? -1 : open.FindIndex(start => start.Run == note.Run && start.Index == note.Index);
            if (note.IsStart)
            {
                open.Add(note);
            }
            else
            {
                bodies.Add((note.Run, note.Index, open[began].Time, note.Time));
                open.RemoveAt(began);
            }
        }

        if (process.PausedAt is null)
        {
            bodies.AddRange(open.Select(body => (body.Run, body.Index, body.Time, process.EndedAt ?? long.MaxValue)));
        }
    }
}
