using LinqToDB;
using LinqToDB.Data;

namespace Flyte.Actors.Storage.Tables;

/// <summary>A place in the list of runs.</summary>
internal sealed record RunPlace(long StartedAt, string Id);

/// <summary>The statement for a query. Each way to ask has an index in the order of the list, so that a page costs what it shows.</summary>
internal static class RunSearch
{
    internal static IQueryable<RunRow> Of(DataConnection db, RunQuery query, RunPlace? after)
    {
        var runs = Filtered(db, query);
        return query.Labels is { Count: > 0 } labels ? Labelled(db, runs, labels, after) : All(runs, after);
    }

    private static IQueryable<RunRow> Filtered(DataConnection db, RunQuery query)
    {
        IQueryable<RunRow> runs = db.GetTable<RunRow>();
        if (query.Phase?.ToString() is { } phase)
        {
            runs = runs.Where(run => run.Phase == phase);
        }

        if (query.Task is { } task)
        {
            runs = runs.Where(run => run.Task == task);
        }

        return query.Name is { } name ? runs.Where(run => run.Name == name) : runs;
    }

    private static IQueryable<RunRow> All(IQueryable<RunRow> runs, RunPlace? after)
    {
        if (after is not null)
        {
            runs = runs.Where(run => Sql.Row(run.StartedAt, run.Id) < Sql.Row(after.StartedAt, after.Id));
        }

        return runs.OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.Id);
    }

    private static IQueryable<RunRow> Labelled(
        DataConnection db, IQueryable<RunRow> runs, IReadOnlyDictionary<string, string> labels, RunPlace? after)
    {
        var (key, value) = labels.First();
        var labelled = db.GetTable<LabelRow>().Where(label => label.Key == key && label.Value == value);
        if (after is not null)
        {
            labelled = labelled.Where(label => Sql.Row(label.StartedAt, label.Run) < Sql.Row(after.StartedAt, after.Id));
        }

        foreach (var (otherKey, otherValue) in labels.Skip(1))
        {
            labelled = labelled.Where(label => db.GetTable<LabelRow>()
                .Any(other => other.Run == label.Run && other.Key == otherKey && other.Value == otherValue));
        }

        return from label in labelled
               join run in runs on label.Run equals run.Id
               orderby label.StartedAt descending, label.Run descending
               select run;
    }
}
