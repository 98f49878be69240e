using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime.Caching;

/// <summary>When runs ask the store of the cache, what they keep there and when, and what they do when it does not answer.</summary>
public sealed class CacheStoreTests : RuntimeTest
{
    private readonly Tally bodies = new();
    private readonly Store store = new();

    public CacheStoreTests()
        : base(VirtualScheduler.Config) => CacheStore = store;

    [Fact]
    public async Task A_result_is_kept_once_it_is_recorded_and_not_before()
    {
        var committer = new HeldCommitter();
        Committer = committer;
        var task = CachedTask();
        var spec = Spec(task);
        Region.Tell(new StartRun(spec), TestActor);
        (await committer.NextAsync()).Record();
        await ExpectMsgAsync<RunAccepted>(Limit);
        Region.Tell(new AddItems(spec.Id, 0, Page(task, 1), IsLast: true), Feeder);

        HeldBatch batch;
        for (batch = await committer.NextAsync(); !batch.Events.OfType<ItemsFinished>().Any(); batch = await committer.NextAsync())
        {
            batch.Record();
        }

        Assert.Empty(store.Kept);
        batch.Record();
        await store.Stores.Reaches(1);
        var kept = Assert.Single(store.Kept);
        Assert.Equal((spec.Id.Value, 0, "2"), (kept.Run, kept.Item, System.Text.Encoding.UTF8.GetString(kept.Json.Span)));
    }

    [Fact]
    public async Task A_result_lives_as_long_as_it_may()
    {
        var task = CachedTask(TimeSpan.FromHours(1));
        await RunOneAsync(task);
        Time.Advance(TimeSpan.FromMinutes(59));
        await RunOneAsync(task);
        Assert.Equal(1, bodies.Count);

        Time.Advance(TimeSpan.FromMinutes(1));
        await RunOneAsync(task);
        Assert.Equal(2, bodies.Count);
    }

    [Fact]
    public async Task What_has_expired_is_removed_now_and_then()
    {
        var task = CachedTask(TimeSpan.FromHours(1));
        await RunOneAsync(task);
        await RunOneAsync(task);
        Assert.Equal(1, store.Sweeps.Count);

        Time.Advance(TimeSpan.FromHours(2));
        await RunOneAsync(task);
        Assert.Equal(2, store.Sweeps.Count);
    }

    [Fact]
    public async Task A_page_is_looked_up_once_and_its_items_keep_their_order()
    {
        var (task, plain) = (CachedTask(), Env.Task("plain", (int i) => -i));
        var spec = Spec(task);
        await StartAsync(spec);
        store.Hold();
        Region.Tell(new AddItems(spec.Id, 0, Page(task, 1, 2, 3), IsLast: false), Feeder);
        Region.Tell(new AddItems(spec.Id, 3, Page(plain, 4), IsLast: false), Feeder);
        Region.Tell(new AddItems(spec.Id, 4, Page(task, 3, 5), IsLast: false), Feeder);
        Region.Tell(new AbortItem(spec.Id, 4, "Not this one."), Feeder);
        Region.Tell(new AddItems(spec.Id, 5, Page: null, IsLast: true), Feeder);
        Assert.Equal(0, (await GetAsync(spec.Id)).Items.Total);
        store.Release();

        var (results, _) = await ReadAsync<int>(spec.Id);

        Assert.Equal([2, 4, 6, -4, 0, 10], results.Select(r => r.ValueOr(0)));
        Assert.Equal(ErrorCodes.Aborted, results[4].Error?.Code);
        Assert.Equal(2, store.Lookups.Count);
    }

    [Fact]
    public async Task A_hit_costs_no_item_actor()
    {
        var task = CachedTask();
        await RunOneAsync(task);
        var id = await RunOneAsync(task);

        Assert.Equal(0, (await GetAsync(id)).Slots);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_costs_only_what_could_have_been_taken_over()
    {
        var task = CachedTask();
        store.Fails = true;
        await RunOneAsync(task);
        await RunOneAsync(task);
        Assert.Equal(2, bodies.Count);

        store.Fails = false;
        await RunOneAsync(task);
        await RunOneAsync(task);
        Assert.Equal(3, bodies.Count);
    }

    [Fact]
    public async Task Nothing_is_remembered_of_results_that_nobody_wants_any_more()
    {
        var gate = Gate();
        var task = Env.Task("slow", (int i) =>
        {
            bodies.Add();
            gate.Wait();
            return i;
        }, o => o with { Cache = Cache.Auto });
        var (first, _) = await RunAsync(Spec(task), task, 1, 1, 2, 3);
        await bodies.Reaches(3);
        var (second, _) = await RunAsync(Spec(task), task, 3, 2, 4);
        await bodies.Reaches(4);
        store.Hold();
        var (third, _) = await RunAsync(Spec(task), task, 5, 6);
        Region.Tell(new ForgetRun(third), TestActor);
        await AskAsync<Done>(new AbortItem(first, 1, "Not this one."));
        store.Release();
        gate.Set();

        Assert.Equal([3, 2, 4], (await ReadAsync<int>(second)).Results.Select(r => r.Value));
        Assert.Equal(1, (await ReadAsync<int>(first)).Results.Count(r => !r.IsSuccess));
        await AwaitConditionAsync(() => Task.FromResult(Cached.Flights.Count == 0), Limit);
    }

    private FlyteTask<int, int> CachedTask(TimeSpan? timeToLive = null) => Env.Task("cached", (int i) =>
    {
        bodies.Add();
        return 2 * i;
    }, o => o with { Cache = Cache.Auto with { TimeToLive = timeToLive } });

    private async Task<RunId> RunOneAsync(FlyteTask<int, int> task)
    {
        var (id, _) = await RunAsync(Spec(task), task, 21);
        var (results, _) = await ReadAsync<int>(id);
        Assert.Equal(42, Assert.Single(results).Value);
        return id;
    }

    private sealed class Store : ICacheStore
    {
        private readonly MemoryCache memory = new();
        private readonly List<CachedResult> kept = [];
        private TaskCompletionSource held = Open();

        internal Tally Lookups { get; } = new();

        internal Tally Stores { get; } = new();

        internal Tally Sweeps { get; } = new();

        internal bool Fails { get; set; }

        internal CachedResult[] Kept
        {
            get
            {
                lock (kept)
                {
                    return [.. kept];
                }
            }
        }

        internal void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Release() => held.TrySetResult();

        public async Task<IReadOnlyList<ReadOnlyMemory<byte>?>> FindAsync(IReadOnlyList<CacheKey> keys, DateTimeOffset now)
        {
            Lookups.Add();
            await held.Task.Soon();
            return Fails ? throw new IOException("The store is away.") : await memory.FindAsync(keys, now);
        }

        public async Task StoreAsync(IReadOnlyList<CachedResult> results)
        {
            lock (kept)
            {
                kept.AddRange(results);
            }

            Stores.Add();
            await (Fails ? Task.FromException(new IOException("The store is away.")) : memory.StoreAsync(results));
        }

        public Task RemoveExpiredAsync(DateTimeOffset now)
        {
            Sweeps.Add();
            return Fails ? Task.FromException(new IOException("The store is away.")) : memory.RemoveExpiredAsync(now);
        }

        private static TaskCompletionSource Open()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }
}
