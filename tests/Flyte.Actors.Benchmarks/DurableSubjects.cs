namespace Flyte.Actors.Benchmarks;

/// <summary>The recorded map and its peers on one kind of database.</summary>
internal sealed class DurableSubjects : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> owned = [];

    private DurableSubjects()
    {
    }

    public List<Subject> All { get; } = [];

    /// <summary>On files: the map with several numbers of items, and the peers with the first of them.</summary>
    public static async Task<DurableSubjects> OnSqliteAsync(TempFolder folder, IReadOnlyList<(string Case, int Items)> cases, int concurrency)
    {
        var subjects = new DurableSubjects();
        await subjects.AddMapsAsync(Stores.Sqlite(folder.File("flyte.db")), cases, concurrency);
        await subjects.AddPersistAsync(PersistPeer.OnSqlite(folder.File("persist.db")), cases[0].Items, null);
        subjects.AddInserts(await BareInserts.OnSqliteAsync(folder.File("insert.db")), cases[0].Items, null);
        return subjects;
    }

    /// <summary>On a server; null where none is at hand.</summary>
    public static async Task<DurableSubjects?> OnPostgreSqlAsync(string @case, int items, int concurrency)
    {
        var subjects = new DurableSubjects();
        if (await PostgresDatabase.CreateAsync() is not { } ours)
        {
            return null;
        }

        subjects.owned.Add(ours);
        var theirs = (await PostgresDatabase.CreateAsync())!;
        subjects.owned.Add(theirs);
        await subjects.AddMapsAsync(Stores.PostgreSql(ours.ConnectionString), [(@case, items)], concurrency);
        await subjects.AddPersistAsync(PersistPeer.OnPostgreSql(theirs.ConnectionString), items, @case);
        subjects.AddInserts(await BareInserts.OnPostgreSqlAsync(theirs.ConnectionString), items, @case);
        return subjects;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in Enumerable.Reverse(owned))
        {
            await resource.DisposeAsync();
        }
    }

    private async Task AddMapsAsync(FlyteOptions options, IReadOnlyList<(string Case, int Items)> cases, int concurrency)
    {
        var environment = new TaskEnvironment("benchmarks");
        var padded = environment.Task("padded", (int item) => Padded.Of(item));
        var flyte = await FlyteRuntime.StartAsync(options, environment);
        owned.Add(flyte);
        All.AddRange(cases.Select(one => DurableMap.Of(flyte, padded, Check.Inputs(one.Items), concurrency, one.Case)));
    }

    private async Task AddPersistAsync(PersistPeer peer, int items, string? @case)
    {
        owned.Add(peer);
        All.Add(await peer.AsSubjectAsync(items, @case));
    }

    private void AddInserts(BareInserts inserts, int items, string? @case)
    {
        owned.Add(inserts);
        All.Add(inserts.AsSubject(items, @case));
    }
}
