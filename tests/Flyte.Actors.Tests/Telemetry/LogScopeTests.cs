using Akka.Hosting;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Flyte.Actors.Tests.Telemetry;

/// <summary>What a body logs tells its run and item, by whatever logger of the factory; what others log does not.</summary>
public sealed class LogScopeTests : IDisposable
{
    private readonly LogLines lines = new();
    private readonly ILoggerFactory factory;
    private readonly TaskEnvironment env = new("logs");

    public LogScopeTests() => factory = lines.Factory();

    private ILogger Elsewhere => factory.CreateLogger("elsewhere");

    public void Dispose() => factory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Items_at_once_have_each_their_own(bool isAsync)
    {
        using var both = new Barrier(2);
        int Body(int item)
        {
            Elsewhere.LogInformation("begins {Item}", item);
            Assert.True(both.SignalAndWait(Patience.Bound));
            Elsewhere.LogInformation("ends {Item}", item);
            return item;
        }

        var task = isAsync ? env.Task("meet", (int item) => Task.Run(() => Body(item))) : env.Task("meet", (int item) => Body(item));
        await using var flyte = await StartAsync();

        var run = await flyte.SubmitAsync(task.MapAsync([0, 1], concurrency: 2), new RunOptions { Id = "both" }).Soon();
        Assert.Equal(RunPhase.Succeeded, (await run.WaitAsync().Soon()).Phase);

        foreach (var item in new[] { 0, 1 })
        {
            Assert.Equal($"run both item {item}", lines.Single($"begins {item}").Place);
            Assert.Equal($"run both item {item}", lines.Single($"ends {item}").Place);
        }
    }

    [Fact]
    public async Task It_has_run_item_attempt_and_task_as_values()
    {
        var retried = env.Task(
            "retried",
            (int _, TaskContext context) =>
            {
                context.Logger.LogInformation("attempt {Attempt}", context.Attempt);
                return context.Attempt == 2 ? "done" : throw new TimeoutException();
            },
            o => o with { Retries = 1 });
        await using var flyte = await StartAsync();

        await (await flyte.SubmitAsync(retried.MapAsync([7]), new RunOptions { Id = "twice" })).WaitAsync().Soon();

        var line = lines.Single("attempt 2");
        Assert.Equal("logs.retried", line.Category);
        Assert.Equal(
            [new("Attempt", 2), new("Item", 0), new("RunId", "twice"), new("Task", "logs.retried")],
            line.Values.OrderBy(value => value.Key, StringComparer.Ordinal));
        Assert.Equal(1, lines.Single("attempt 1").Values["Attempt"]);
    }

    /// <summary>Of cheap bodies many run on one thread; some throw, some ask for their context, some leave a scope open.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_body_its_scope_is_gone(bool isAsync)
    {
        int Body(int item)
        {
            Elsewhere.LogInformation("item {Item}", item);
            _ = item == 40 ? Elsewhere.BeginScope("left open") : null;
            _ = item == 80 ? TaskContext.Current : null;
            return item % 30 == 29 ? throw new InvalidDataException("It is one of them.") : item;
        }

        var task = isAsync
            ? env.Task("many", async (int item) =>
            {
                await Task.Yield();
                return Body(item);
            })
            : env.Task("many", (int item) => Body(item));
        await using var flyte = await StartAsync();
        IEnumerable<int> Inputs()
        {
            for (var i = 0; i < 200; i++)
            {
                Elsewhere.LogInformation("input");
                yield return i;
            }
        }

        await (await flyte.SubmitAsync(task.MapAsync(Inputs(), concurrency: 1), new RunOptions { Id = "many" })).WaitAsync().Soon();

        Assert.All(Enumerable.Range(0, 200), item => Assert.Equal($"run many item {item}", lines.Single($"item {item}").Place));
        Assert.All(lines.Of("input"), line => Assert.Empty(line.Scopes));
    }

    [Fact]
    public async Task The_body_of_a_child_run_has_that_run_s()
    {
        var leaf = env.Task("leaf", (int item) =>
        {
            Elsewhere.LogInformation("leaf {Item}", item);
            return item;
        });
        var main = env.Task("main", async (int item) =>
        {
            var sum = await leaf.MapAsync([5, 6]).Values().SumAsync();
            Elsewhere.LogInformation("main goes on");
            return sum;
        });
        await using var flyte = await StartAsync();

        Assert.Equal(11, await flyte.RunAsync(main, 1, new RunOptions { Id = "parent" }).Soon());

        var child = (string)lines.Single("leaf 6").Values["RunId"]!;
        Assert.StartsWith("parent/", child, StringComparison.Ordinal);
        Assert.Equal($"run {child} item 1", lines.Single("leaf 6").Place);
        Assert.Equal("run parent item 0", lines.Single("main goes on").Place);
    }

    [Fact]
    public async Task A_traced_step_is_in_the_scope_of_its_body()
    {
        var main = env.Task("main", async (int item) =>
        {
            TaskContext.Trace("now", () => Say("step"));
            await TaskContext.TraceAsync("later", async () =>
            {
                await Task.Yield();
                return Say("later step");
            });
            return Say("after");

            int Say(string text)
            {
                TaskContext.Current!.Logger.LogInformation("{Text}", text);
                return item;
            }
        });
        await using var flyte = await StartAsync();

        await flyte.RunAsync(main, 1, new RunOptions { Id = "traced" }).Soon();

        Assert.All(["step", "later step", "after"], text => Assert.Equal("run traced item 0", lines.Single(text).Place));
    }

    [Fact]
    public async Task A_service_has_the_loggers_of_its_host()
    {
        var task = env.Task("say", (int _, TaskContext context) =>
        {
            context.Logger.LogInformation("said");
            return 1;
        });
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(lines);
        builder.Services.AddAkka("logs", akka => akka.AddHocon("akka.stdout-loglevel = OFF", HoconAddMode.Prepend).WithFlyte(flyte => flyte.Add(env)));
        builder.Services.AddFlyteClient();
        using var host = builder.Build();
        await host.StartAsync().Soon();

        await host.Services.GetRequiredService<IFlyteClient>().RunAsync(task, 1, new RunOptions { Id = "hosted" }).Soon();
        await host.StopAsync().Soon();

        Assert.Equal(("logs.say", "run hosted item 0"), (lines.Single("said").Category, lines.Single("said").Place));
    }

    [Fact]
    public async Task Without_a_factory_what_is_logged_goes_nowhere()
    {
        var inside = env.Task("inside", (int _, TaskContext context) => ReferenceEquals(context.Logger, NullLogger.Instance));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.True(await flyte.RunAsync(inside, 1).Soon());
        Assert.True(inside.Call(1));
    }

    [Fact]
    public void Where_nobody_takes_scopes_none_is_made()
    {
        using var nobody = LoggerFactory.Create(logging => logging.AddProvider(lines).Services.Configure<LoggerFilterOptions>(filter => filter.CaptureScopes = false));

        Assert.Null(TaskLogs.Of(NullLoggerFactory.Instance));
        Assert.False(TaskLogs.Of(nobody)!.Of("logs.none").TakesScopes);
        Assert.True(TaskLogs.Of(factory)!.Of("logs.some").TakesScopes);
    }

    [Fact]
    public async Task A_log_that_fails_fails_no_item()
    {
        var task = env.Task("twice", (int item) => 2 * item);
        using var broken = new BrokenFactory();
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { LoggerFactory = broken }, env);

        Assert.Equal([2, 4], await flyte.Map(task.MapAsync([1, 2])).Values().ToListAsync().Soon());
        Assert.True(broken.Scopes > 2);
    }

    [Fact]
    public void Options_that_differ_in_it_alone_are_equal() =>
        Assert.Equal(new FlyteOptions { RunAhead = 3 }, new FlyteOptions { RunAhead = 3, LoggerFactory = factory });

    private Task<FlyteRuntime> StartAsync() => FlyteRuntime.StartAsync(new FlyteOptions { LoggerFactory = factory }, env);

    /// <summary>Takes scopes, and breaks down when it comes to those of bodies.</summary>
    private sealed class BrokenFactory : ILoggerFactory, ILogger
    {
        private int scopes;

        internal int Scopes => scopes;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => Interlocked.Increment(ref scopes) <= 2 ? new MemoryStream() : throw new IOException("The disk is full.");

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("The disk is full.");

        public void Dispose()
        {
        }
    }
}
