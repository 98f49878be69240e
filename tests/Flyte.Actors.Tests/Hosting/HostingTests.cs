using Akka.Actor;
using Akka.Hosting;
using Flyte.Actors.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Flyte.Actors.Tests.Hosting;

/// <summary>In a service: WithFlyte on Akka.Hosting's builder, and the client from the container.</summary>
public sealed class HostingTests
{
    private readonly TaskEnvironment env = new("hosted");
    private readonly FlyteTask<int, int> twice;

    public HostingTests() => twice = env.Task("twice", (int i) => 2 * i);

    [Fact]
    public async Task A_service_gets_its_client_from_the_container()
    {
        using var host = Build(akka => akka.WithFlyte(flyte => flyte.Add(env)));
        await host.StartAsync().Soon();
        var client = host.Services.GetRequiredService<IFlyteClient>();

        Assert.Equal(14, await client.RunAsync(twice, 7).Soon());
        Assert.Equal([0, 2], await client.Map(twice.MapAsync([0, 1])).Values().ToListAsync().Soon());
        Assert.Equal(["hosted.twice"], client.Tasks.Keys);
        Assert.Same(client, host.Services.GetRequiredService<IFlyteClient>());
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task The_options_that_were_set_are_in_force()
    {
        var (inFlight, started, gate) = (new InFlight(), new Tally(), new Gate());
        var held = env.Task("held", async (int i) =>
        {
            using var body = inFlight.Enter();
            started.Add();
            await gate.Opened;
            await Task.Yield();
            return i;
        });
        using var host = Build(akka => akka.WithFlyte(flyte =>
        {
            flyte.Add(env);
            flyte.Options = flyte.Options with { DefaultConcurrency = 2 };
        }));
        await host.StartAsync().Soon();

        var map = host.Services.GetRequiredService<IFlyteClient>().Map(held.MapAsync(Enumerable.Range(0, 20))).CountAsync();
        await started.Reaches(2);
        gate.Open();

        Assert.Equal(20, await map.Soon());
        Assert.Equal(2, inFlight.Most);
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task An_actor_system_without_Flyte_is_an_error_that_says_what_to_do()
    {
        using var host = Build(_ => { });
        await host.StartAsync().Soon();

        var error = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<IFlyteClient>());

        Assert.Contains("'hosted' has no Flyte runtime", error.Message, StringComparison.Ordinal);
        Assert.Contains("WithFlyte", error.Message, StringComparison.Ordinal);
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task The_host_s_stop_tells_who_waits()
    {
        var (started, gate) = (new Gate(), new Gate());
        var held = env.Task("held", async (int i) =>
        {
            started.Open();
            await gate.Opened;
            return i;
        });
        using var host = Build(akka => akka.WithFlyte(flyte => flyte.Add(env)));
        await host.StartAsync().Soon();
        var run = host.Services.GetRequiredService<IFlyteClient>().RunAsync(held, 1);
        await started.Opened;

        await host.StopAsync().Soon();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => run.Soon());
        gate.Open();
    }

    [Fact]
    public void Two_environments_with_a_task_of_one_name_are_refused_when_the_host_is_built()
    {
        var other = new TaskEnvironment("hosted");
        other.Task("twice", (int i) => i);

        var error = Assert.Throws<ArgumentException>(() =>
        {
            using var host = Build(akka => akka.WithFlyte(flyte => flyte.Add(env).Add(other)));
            _ = host.Services.GetRequiredService<ActorSystem>();
        });

        Assert.Contains("hosted.twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Throws<ArgumentNullException>("environment", () => new FlyteBuilder().Add(null!));
        Assert.Throws<ArgumentNullException>("Options", () => new FlyteBuilder().Options = null!);
        Assert.Throws<ArgumentNullException>("services", () => FlyteHostingExtensions.AddFlyteClient(null!));
        Assert.Throws<ArgumentNullException>("akka", () => FlyteHostingExtensions.WithFlyte(null!, _ => { }));
    }

    private static IHost Build(Action<AkkaConfigurationBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddAkka("hosted", (akka, _) => configure(akka.AddHocon("akka.stdout-loglevel = OFF\nakka.loglevel = WARNING", HoconAddMode.Prepend)));
        builder.Services.AddFlyteClient();
        return builder.Build();
    }
}
