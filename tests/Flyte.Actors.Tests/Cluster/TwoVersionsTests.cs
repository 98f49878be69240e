using Akka.Actor;
using Akka.Hosting;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Tests.Wire.Earlier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>A node of today and one of the first version of the protocol are one cluster, as in the middle of an upgrade.</summary>
[Collection(PostgresTests.Name)]
public sealed class TwoVersionsTests(PostgresServer server) : NodeTest, IAsyncLifetime
{
    private const string Quiet = "akka.stdout-loglevel = OFF\nakka.loglevel = WARNING\n";

    private readonly Peer today = new("today");
    private readonly Peer earlier = new("earlier");
    private IHost? host;

    private IFlyteClient Earlier => host!.Services.GetRequiredService<IFlyteClient>();

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (host is not null)
        {
            await host.StopAsync().Soon();
            host.Dispose();
        }

        await EndAsync();
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_map_of_either_runs_on_both(bool isEarlier)
    {
        await StartAsync();
        using var scene = OnBoth();
        var (client, peer) = isEarlier ? (Earlier, earlier) : (today.Flyte, today);

        var results = await client.Map(peer.Play.MapAsync(scene.Acts(200), concurrency: 30)).Values().ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 200), results);
        Assert.Equal(200, scene.Begun.Values.Sum());
    }

    /// <summary>Several, so that each node holds some of them.</summary>
    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recorded_runs_of_either_are_held_by_both_and_run_on_both(bool isEarlier)
    {
        await StartAsync();
        var (client, peer) = isEarlier ? (Earlier, earlier) : (today.Flyte, today);
        var homes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            using var inner = OnBoth();
            using var scene = new Scene(async stage =>
            {
                await Task.Yield();
                return stage.Index == 0 ? await stage.Peer.Play.MapAsync(inner.Acts(40)).Values().SumAsync(stage.Cancellation) : stage.Index;
            });
            var id = $"{(isEarlier ? "earlier" : "today")}-{i}";
            var run = await client.SubmitAsync(peer.Play.MapAsync(scene.Acts(60)), new RunOptions { Id = id, Name = "both" }).Soon();

            int[] expected = [780, .. Enumerable.Range(1, 59)];
            Assert.Equal(expected, (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
            foreach (var reader in new[] { Earlier, today.Flyte })
            {
                Assert.Equal(expected, (await reader.GetRun<int>(id).ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
                var info = await reader.GetRun<int>(id).GetInfoAsync().Soon();
                Assert.Equal((RunPhase.Succeeded, 60, "both"), (info.Phase, info.Items.Succeeded, info.Name));
            }

            Assert.Equal((40, 60), (inner.Begun.Values.Sum(), scene.Begun.Values.Sum()));
            homes.Add(await HomeAsync(id));
        }

        Assert.Equal(2, homes.Count);
    }

    /// <summary>What came later, the earlier node cannot read: nobody waits for its answers without an end.</summary>
    [PostgresFact]
    public async Task What_the_earlier_node_does_not_understand_ends_with_a_reason()
    {
        AskedInVain = 2;
        await StartAsync();
        using var scene = new Scene(stage => Task.FromResult(stage.Index));
        var atEarlier = await HeldByAsync(scene, isEarlier: true);

        foreach (var (question, name) in Questions(atEarlier))
        {
            var refusal = await Assert.ThrowsAsync<FlyteClusterException>(() => question().Soon());
            Assert.StartsWith($"The node that holds run '{atEarlier.Id}' answers, but not to {name}, which it was asked 2 times: it is of an earlier version", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(RunPhase.Succeeded, (await atEarlier.GetInfoAsync().Soon()).Phase);
        Assert.Equal(2, (await today.Flyte.ListNodesAsync().Soon()).Count);
        Assert.NotEmpty(await today.Flyte.ListTasksAsync().Soon());
        Assert.NotEmpty(await today.Flyte.ListRunsAsync().Soon());

        // A node that understands them answers as ever.
        var atToday = await HeldByAsync(scene, isEarlier: false);
        foreach (var (question, _) in Questions(atToday))
        {
            await question().Soon();
        }
    }

    private static IEnumerable<(Func<Task> Ask, string Name)> Questions(RunHandle<int> run) =>
    [
        (() => run.GetFailuresAsync(), "GetFailures"),
        (() => run.GetActivityAsync(), "GetActivity"),
        (() => run.ListChildrenAsync(), "ListChildren"),
    ];

    /// <summary>A run that has ended, and is held by one of the nodes: seen from today's, only the other one's address has a host.</summary>
    private async Task<RunHandle<int>> HeldByAsync(Scene scene, bool isEarlier)
    {
        for (var i = 0; ; i++)
        {
            Assert.True(i < 100, $"None of {i} runs is held by the {(isEarlier ? earlier.Name : today.Name)} node.");
            var run = await today.Flyte.SubmitAsync(today.Play.MapAsync(scene.Acts(2)), new RunOptions { Id = $"held-{Guid.NewGuid():N}" }).Soon();
            Assert.Equal(RunPhase.Succeeded, (await run.WaitAsync().Soon()).Phase);
            if ((await HomeAsync(run.Id)).Contains('@', StringComparison.Ordinal) == isEarlier)
            {
                return run;
            }
        }
    }

    /// <summary>Bodies that wait until both nodes have some.</summary>
    private Scene OnBoth()
    {
        Scene? scene = null;
        return scene = new Scene(async stage =>
        {
            await scene!.SeenOn(today, earlier);
            return stage.Index;
        });
    }

    private async Task<string> HomeAsync(string id)
    {
        var region = Akka.Cluster.Sharding.ClusterSharding.Get(today.Flyte.System).ShardRegion("flyte-runs");
        return (await Flyte.Actors.Victim.RunFinder.FindAsync(today.Flyte.System, region, id).Soon()).ToString();
    }

    private async Task StartAsync()
    {
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        var both = Plain with { Roles = NodeRoles.Both };
        today.Flyte = await StartAsync(both, today.Env);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka(Plain.Name, (akka, _) => akka
            .AddHocon(Quiet + EarlierSerializer.Config, HoconAddMode.Prepend)
            .WithFlyte(flyte =>
            {
                flyte.Options = new FlyteOptions { Store = Store, Cluster = both with { SeedNodes = [AddressOf(today.Flyte)] } };
                flyte.Add(earlier.Env);
            }));
        builder.Services.AddFlyteClient();
        host = builder.Build();
        await host.StartAsync().Soon();
        await SeesAsync(today.Flyte, 2);
        var system = (ExtendedActorSystem)host.Services.GetRequiredService<ActorSystem>();
        Assert.IsType<EarlierSerializer>(system.Serialization.FindSerializerForType(typeof(Flyte.Actors.Protocol.IWireMessage)));
    }
}
