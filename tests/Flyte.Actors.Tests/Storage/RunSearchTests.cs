using Flyte.Actors.Storage.Sqlite;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using LinqToDB;
using LinqToDB.Data;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>A page of the list costs what it shows, however many runs there are: there is an index for each way to ask.</summary>
public sealed class RunSearchTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteFile file;

    public RunSearchTests()
    {
        file = new SqliteFile(folder.File("index.db"), pageSize: 8192, Durability.Full);
        file.Prepare(TableSchema.For("TEXT", "BLOB"));
    }

    public static TheoryData<RunQuery> Queries => [
        new RunQuery(),
        new RunQuery { Phase = RunPhase.Failed },
        new RunQuery { Task = "a.x" },
        new RunQuery { Name = "mine" },
        new RunQuery { Task = "a.x", Phase = RunPhase.Failed },
        new RunQuery { Labels = new Dictionary<string, string> { ["team"] = "a" } },
        new RunQuery { Labels = new Dictionary<string, string> { ["team"] = "a", ["kind"] = "k" }, Phase = RunPhase.Failed },
    ];

    [Theory]
    [MemberData(nameof(Queries), DisableDiscoveryEnumeration = true)]
    public void An_index_gives_the_runs_in_their_order(RunQuery query)
    {
        foreach (var after in new[] { null, new RunPlace(5, "run-5") })
        {
            var plan = Plan(query, after);

            Assert.NotEmpty(plan);
            Assert.All(plan, step => Assert.DoesNotContain("TEMP B-TREE", step, StringComparison.Ordinal));
            Assert.All(
                plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.StartsWith("SEARCH", StringComparison.Ordinal)),
                step => Assert.Contains("INDEX", step, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Other_labels_are_looked_up_by_run() => Assert.Contains(
        Plan(new RunQuery { Labels = new Dictionary<string, string> { ["team"] = "a", ["kind"] = "k" } }, after: null),
        step => step.StartsWith("SEARCH other", StringComparison.Ordinal) && step.Contains("(run=? AND key=?)", StringComparison.Ordinal));

    private List<string> Plan(RunQuery query, RunPlace? after)
    {
        using var connection = new DataConnection(file.Options) { InlineParameters = true };
        var sql = RunSearch.Of(connection, query, after).Take(100).ToSqlQuery().Sql;
        return [.. connection.Query(row => row.GetString(3), $"EXPLAIN QUERY PLAN {sql}")];
    }

    public void Dispose()
    {
        file.Close();
        folder.Dispose();
    }
}
