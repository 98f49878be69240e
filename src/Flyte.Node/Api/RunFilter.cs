using System.ComponentModel;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Output;
using Microsoft.AspNetCore.Mvc;

namespace Flyte.Node.Api;

/// <summary>Which runs a request is about.</summary>
internal sealed record RunFilter(
    [property: FromQuery(Name = "phase"), Description("Only runs of that phase.")] string? Phase,
    [property: FromQuery(Name = "task"), Description("Only runs of that task, by its full name.")] string? Task,
    [property: FromQuery(Name = "name"), Description("Only runs of that name.")] string? Name,
    [property: FromQuery(Name = "label"), Description("Only runs that have this label, as key=value; can be repeated.")] string[]? Label,
    [property: FromQuery(Name = "after"), Description("Only runs after the one of that id: the 'next' of the page before.")] string? After,
    [property: FromQuery(Name = "limit"), Description("At most so many, 100 by default, 1,000 at most.")] int? Limit)
{
    private const int MostRuns = 1000;

    internal int Most => Limit switch
    {
        null => 100,
        >= 1 and <= MostRuns => Limit.Value,
        _ => throw ApiException.Bad($"limit={Limit} is not between 1 and {MostRuns}: go on from the 'next' of a page for more."),
    };

    /// <summary>One more than is wanted, which tells whether there are more.</summary>
    internal RunQuery Query() => new()
    {
        Phase = Phases.Parse<RunPhase>(Phase, PhaseText.All),
        Task = Task,
        Name = Name,
        Labels = Label is [_, ..] ? Labels(Label) : null,
        After = After,
        Limit = Most + 1,
    };

    internal static Dictionary<string, string> Labels(IEnumerable<string> texts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is var equals && equals < 1)
            {
                throw ApiException.Bad($"label={text} is not key=value.");
            }

            labels[text[..equals]] = text[(equals + 1)..];
        }

        return labels;
    }
}

/// <summary>Phases as they are asked for.</summary>
internal static class Phases
{
    internal static TPhase? Parse<TPhase>(string? text, string[] all)
        where TPhase : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        if (all.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<TPhase>(text, ignoreCase: true);
        }

        var meant = NearestName.Find(text, all);
        throw ApiException.Bad($"phase={text} is no phase.{(meant is null ? "" : $" Did you mean '{meant}'?")} Give one of {string.Join(", ", all)}.");
    }
}
