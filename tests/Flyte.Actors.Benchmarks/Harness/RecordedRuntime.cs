namespace Flyte.Actors.Benchmarks;

/// <summary>A runtime that records its runs in files of its own, with full fsync, which go with it.</summary>
internal sealed class RecordedRuntime : IAsyncDisposable
{
    private RecordedRuntime(TempFolder folder, FlyteRuntime flyte) => (Folder, Flyte) = (folder, flyte);

    public TempFolder Folder { get; }

    public FlyteRuntime Flyte { get; }

    public static async Task<RecordedRuntime> StartAsync(TaskEnvironment tasks)
    {
        var folder = new TempFolder();
        return new RecordedRuntime(folder, await FlyteRuntime.StartAsync(Stores.Sqlite(folder.File("flyte.db")), tasks));
    }

    public async ValueTask DisposeAsync()
    {
        await Flyte.DisposeAsync();
        Folder.Dispose();
    }
}
