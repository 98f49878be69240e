using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Names are validated as Flyte validates them, and a mistake is an error at once that says what to do.</summary>
public sealed class TaskEnvironmentTests
{
    [Theory]
    [InlineData("my_env")]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("env-2_b")]
    [InlineData("a1-b2-c3")]
    public void An_environment_is_named_in_lower_case_parts(string name) => Assert.Equal(name, new TaskEnvironment(name).Name);

    [Theory]
    [InlineData("")]
    [InlineData("My_env")]
    [InlineData("_env")]
    [InlineData("env_")]
    [InlineData("a__b")]
    [InlineData("a_-b")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("env\n")]
    public void Any_other_name_of_an_environment_is_refused_with_a_remedy(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new TaskEnvironment(name));

        Assert.Contains("lower-case letters and digits", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("process_item")]
    [InlineData("ProcessItem")]
    [InlineData("_hidden")]
    [InlineData("step2")]
    public void A_task_is_named_like_a_function_and_its_full_name_begins_with_the_environment(string name) =>
        Assert.Equal($"env.{name}", new TaskEnvironment("env").Task(name, (int i) => i).Name);

    [Theory]
    [InlineData("")]
    [InlineData("2step")]
    [InlineData("a-b")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("step\n")]
    public void Any_other_name_of_a_task_is_refused_with_a_remedy(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new TaskEnvironment("env").Task(name, (int i) => i));

        Assert.Contains("letters, digits and '_'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData("2026-01.a_b")]
    public void A_group_is_named_in_letters_digits_and_marks(string group) => Assert.Equal(group, new TaskOptions { Group = group }.Group);

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void Any_other_name_of_a_group_is_refused(string group) => Assert.Throws<ArgumentException>(() => new TaskOptions { Group = group });

    [Fact]
    public void Two_tasks_of_one_name_are_refused_by_their_environment()
    {
        var env = new TaskEnvironment("env");
        env.Task("step", (int i) => i);

        var error = Assert.Throws<ArgumentException>(() => env.Task("step", (string s) => s));

        Assert.Contains("'env' has a task 'step' already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_environments_with_a_task_of_one_name_are_refused_by_the_runtime()
    {
        var (first, second) = (new TaskEnvironment("env"), new TaskEnvironment("env"));
        first.Task("step", (int i) => i);
        second.Task("step", (int i) => i);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => FlyteRuntime.StartAsync(first, second));

        Assert.Contains("'env.step'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_environment_may_be_given_twice()
    {
        var env = new TaskEnvironment("env");
        env.Task("step", (int i) => i);

        await using var flyte = await FlyteRuntime.StartAsync(env, env);

        Assert.Equal(["env.step"], flyte.Tasks.Keys);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var env = new TaskEnvironment("env");

        Assert.Throws<ArgumentNullException>("name", () => new TaskEnvironment(null!));
        Assert.Throws<ArgumentNullException>("name", () => env.Task(null!, (int i) => i));
        Assert.Throws<ArgumentNullException>("body", () => env.Task("step", (Func<int, int>)null!));
        Assert.Throws<ArgumentException>("configure", () => env.Task("step", (int i) => i, _ => null!));
    }

    [Fact]
    public void A_task_tells_its_types()
    {
        var env = new TaskEnvironment("env");
        var two = env.Task("two", (int i, string s) => $"{i}{s}");
        var none = env.Task("none", () => { });

        Assert.Equal((typeof((int, string)), typeof(string)), (two.InputType, two.OutputType));
        Assert.Equal((typeof(Nothing), typeof(Nothing)), (none.InputType, none.OutputType));
        Assert.Equal("env.two", two.ToString());
    }
}
