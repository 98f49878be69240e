using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Options are set per environment, per task and per call site, each from those above, and can be set back.</summary>
public sealed class TaskOptionsTests
{
    [Fact]
    public void A_task_has_the_options_of_its_environment_unless_it_changes_them()
    {
        var env = new TaskEnvironment("env", new TaskOptions { Retries = 3, MaxRuntime = TimeSpan.FromMinutes(1) });

        var plain = env.Task("plain", (int i) => i);
        var changed = env.Task("changed", (int i) => i, o => o with { Retries = 5 });

        Assert.Equal((3, TimeSpan.FromMinutes(1)), (plain.Options.Retries, plain.Options.MaxRuntime));
        Assert.Equal((5, TimeSpan.FromMinutes(1)), (changed.Options.Retries, changed.Options.MaxRuntime));
    }

    [Fact]
    public void A_call_site_gets_a_copy_with_other_options_and_can_set_them_back()
    {
        var env = new TaskEnvironment("env");
        var task = env.Task("task", (int i) => i, o => o with { Retries = 3, Deadline = TimeSpan.FromHours(1), Group = "g" });

        var reset = task.With(o => o with { Retries = 0, Deadline = null, Group = null });

        Assert.Equal(TaskOptions.Default, reset.Options);
        Assert.Equal(3, task.Options.Retries);
        Assert.Equal(task.Name, reset.Name);
        Assert.Throws<ArgumentNullException>(() => task.With(null!));
        Assert.Throws<ArgumentException>(() => task.With(_ => null!));
    }

    [Fact]
    public void Every_shape_of_task_can_be_given_other_options()
    {
        var env = new TaskEnvironment("env");
        static TaskOptions Change(TaskOptions o) => o with { Retries = 7 };

        Assert.Equal(7, env.Task("t0", () => 1).With(Change).Options.Retries);
        Assert.Equal(7, env.Task("t1", (int a) => a).With(Change).Options.Retries);
        Assert.Equal(7, env.Task("t2", (int a, int b) => a + b).With(Change).Options.Retries);
        Assert.Equal(7, env.Task("t3", (int a, int b, int c) => a + b + c).With(Change).Options.Retries);
        Assert.Equal(7, env.Task("t4", (int a, int b, int c, int d) => a + b + c + d).With(Change).Options.Retries);
    }

    [Fact]
    public async Task Options_of_a_call_site_survive_binding()
    {
        var env = new TaskEnvironment("env");
        var attempts = new Tally();
        var add = env.Task("add", (int a, int b) => attempts.Add() < 3 ? throw new FormatException("No.") : a + b);
        var main = env.Task("main", () => add.With(o => o with { Retries = 2 }).BindFirst(1).CallAsync(2));
        var other = env.Task("other", () => add.BindFirst(1).With(o => o with { Retries = 2 }).CallAsync(2));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(3, await flyte.RunAsync(main).Soon());
        Assert.Equal(3, await flyte.RunAsync(other).Soon());
    }

    [Fact]
    public void Bad_options_are_argument_errors_that_name_the_option()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Retries", () => new TaskOptions { Retries = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxRuntime", () => new TaskOptions { MaxRuntime = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>("MaxQueuedTime", () => new TaskOptions { MaxQueuedTime = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>("Deadline", () => new TaskOptions { Deadline = TimeSpan.Zero });
        Assert.Throws<ArgumentNullException>("Backoff", () => new TaskOptions { Backoff = null! });
        Assert.Throws<ArgumentNullException>("Tolerance", () => new TaskOptions { Tolerance = null! });
    }

    public static TheoryData<string> Largest => ["MaxRuntime", "MaxQueuedTime", "Deadline", "Backoff", "year"];

    [Theory]
    [MemberData(nameof(Largest))]
    public async Task The_largest_times_work_or_are_refused_but_do_not_hang(string which)
    {
        var env = new TaskEnvironment("env");
        var (year, longest) = (TimeSpan.FromDays(365), TimeSpan.MaxValue);
        var fails = which == "Backoff";
        var task = env.Task("task", async Task<int> (int i, TaskContext context) =>
        {
            await Task.Yield();
            return fails && context.Attempt == 1 ? throw new FormatException("No.") : i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        try
        {
            var set = task.With(o => which switch
            {
                "MaxRuntime" => o with { MaxRuntime = longest },
                "MaxQueuedTime" => o with { MaxQueuedTime = longest },
                "Deadline" => o with { Deadline = longest },
                "Backoff" => o with { Retries = 1, Backoff = new Backoff(longest), Deadline = TimeSpan.FromMilliseconds(50) },
                _ => o with { MaxRuntime = year, MaxQueuedTime = year, Deadline = year, Retries = 1, Backoff = new Backoff(year) },
            });
            var result = Assert.Single(await flyte.Map(set.MapAsync([7])).ToListAsync().Soon());
            Assert.Equal(!fails, result.IsSuccess);
        }
        catch (ArgumentOutOfRangeException e)
        {
            Assert.Contains(which == "Backoff" ? "baseDelay" : which, e.ParamName, StringComparison.Ordinal);
        }
    }
}
