using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Plugins;

/// <summary>Which tasks of an assembly are found, and what it has in common with the program.</summary>
public sealed class PluginTests : IDisposable
{
    private readonly PluginCompiler compiler = new();

    public void Dispose() => compiler.Dispose();

    [Fact]
    public async Task It_uses_the_versions_that_it_brings_along_whatever_the_program_has()
    {
        var library = compiler.Compile("mine/Spectre.Console", "namespace Spectre.Console { public static class AnsiConsole { public static string Name => typeof(AnsiConsole).Assembly.FullName!; } }", "0.0.7.0");
        var own = compiler.Environment("mine/Mine", "mine", "Spectre.Console.AnsiConsole.Name", library);

        Assert.StartsWith("Spectre.Console, Version=0.0.7.0,", await RunAsync("mine.who", "--tasks", own), StringComparison.Ordinal);
        Assert.NotEqual(new Version(0, 0, 7, 0), typeof(Spectre.Console.AnsiConsole).Assembly.GetName().Version);
    }

    [Fact]
    public async Task Two_of_them_have_two_versions_of_one_library()
    {
        const string Library = "public static class Library { public static string Version => typeof(Library).Assembly.GetName().Version!.ToString(); }";
        var first = compiler.Environment("first/First", "first", "Library.Version", compiler.Compile("first/Library", Library, "1.2.0.0"));
        var second = compiler.Environment("second/Second", "second", "Library.Version", compiler.Compile("second/Library", Library, "3.4.0.0"));

        Assert.Equal("1.2.0.0", await RunAsync("first.who", "--tasks", first, "--tasks", second));
        Assert.Equal("3.4.0.0", await RunAsync("second.who", "--tasks", first, "--tasks", second));
    }

    [Fact]
    public async Task It_shares_the_library_even_if_it_brings_one_along()
    {
        var own = compiler.Environment("mine/Mine", "mine", "typeof(TaskEnvironment).Assembly.Location + typeof(Akka.Actor.ActorSystem).Assembly.Location");
        File.Copy(typeof(Actors.TaskEnvironment).Assembly.Location, Path.Combine(compiler.Root, "mine", "Flyte.Actors.dll"));
        File.Copy(typeof(Akka.Actor.ActorSystem).Assembly.Location, Path.Combine(compiler.Root, "mine", "Akka.dll"));

        Assert.Equal(
            typeof(Actors.TaskEnvironment).Assembly.Location + typeof(Akka.Actor.ActorSystem).Assembly.Location,
            await RunAsync("mine.who", "--tasks", Path.GetDirectoryName(own)!));
    }

    [Fact]
    public async Task Environments_are_found_in_public_static_members_anywhere()
    {
        var own = compiler.Compile("Mine", """
            public sealed class Outer
            {
                public static class Inner
                {
                    public static readonly TaskEnvironment Field = new("in_field");
                    public static TaskEnvironment Again => Field;
                }
                internal static TaskEnvironment Hidden { get; } = new("hidden");
                public TaskEnvironment OfInstance { get; } = new("of_instance");
            }
            public sealed class Generic<T>
            {
                public static TaskEnvironment Generics { get; } = new("generic");
            }
            internal static class Elsewhere
            {
                internal static readonly FlyteTask<int, int> Twice = Outer.Inner.Field.Task("twice", (int x) => 2 * x);
                static readonly FlyteTask<int, int> Thrice = Outer.Hidden.Task("thrice", (int x) => 3 * x);
            }
            """);

        var (code, console) = await TasksAsync("--tasks", own);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["task            input  result", "in_field.twice  int    int"], console.OutLines);
    }

    [Fact]
    public async Task A_directory_stands_for_what_is_in_it()
    {
        var library = compiler.Environment("all/Library", "library");
        compiler.Environment("all/One", "one", "Tasks2.Who.Name", compiler.Compile("all/Two", "public static class Tasks2 { public static readonly TaskEnvironment Two = new(\"two\"); public static FlyteTask<string> Who { get; } = Two.Task(\"who\", () => \"two\"); }"));
        compiler.Compile("all/Neither", "public static class Neither { }");
        File.WriteAllText(Path.Combine(compiler.Root, "all", "native.dll"), "MZ is how it begins");

        var (_, console) = await TasksAsync("--tasks", Path.GetDirectoryName(library)!);

        Assert.Equal(["library.who", "one.who", "two.who"], console.OutLines.Skip(1).Select(line => line.Split(' ')[0]));
        Assert.Equal("two.who", await RunAsync("one.who", "--tasks", Path.GetDirectoryName(library)!));
    }

    [Fact]
    public async Task Given_twice_it_is_loaded_once()
    {
        var own = compiler.Environment("mine/Mine", "mine");
        Assert.Equal("me", await RunAsync("mine.who", "--tasks", own, "--tasks", Path.GetDirectoryName(own)!, "--tasks", own));
    }

    [Fact]
    public async Task What_its_bodies_log_is_said_with_run_and_item()
    {
        var own = compiler.Compile(
            "mine/Mine",
            """
            namespace Mine
            {
                using Microsoft.Extensions.Logging;

                public static class Tasks
                {
                    public static TaskEnvironment Environment { get; } = new("mine");
                    public static readonly FlyteTask<int, int> Weigh = Environment.Task("weigh", (int kilos, TaskContext context) =>
                    {
                        context.Logger.LogDebug("nobody wants to know");
                        context.Logger.LogInformation("weighs {Kilos}", kilos);
                        context.Logger.LogWarning(new InvalidDataException("The scale is dirty."), "weighs roughly");
                        return kilos;
                    });
                }
            }
            """);
        var console = new TestConsole();
        await using var runtime = new RuntimeSource([]);

        var code = await NodeApp.RunAsync(["run", "mine.weigh", "--items", "[7, 9]", "--id", "scale", "--tasks", own], console.Open(), runtime);

        Assert.Equal((ExitCode.Done, "7\n9\n"), (code, console.Out));
        Assert.Contains("info: run scale item 0: weighs 7\n", console.Error, StringComparison.Ordinal);
        Assert.Contains("info: run scale item 1: weighs 9\n", console.Error, StringComparison.Ordinal);
        Assert.Contains("warning: run scale item 1: weighs roughly\nSystem.IO.InvalidDataException: The scale is dirty.", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody wants to know", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_run_again_with_it()
    {
        var own = compiler.Environment("mine/Mine", "mine", "System.Environment.GetEnvironmentVariable(\"none\") ?? throw new InvalidOperationException(\"It fails.\")");
        using var store = new NodeStore();
        var console = new TestConsole { Store = store.Store, Directory = compiler.Root };

        await using (var runtime = new RuntimeSource([]))
        {
            Assert.Equal(ExitCode.Failed, await NodeApp.RunAsync(["run", "who", "--id", "x", "--tasks", "mine/Mine.dll"], console.Open(), runtime));
        }

        var (code, resumed) = await store.RunAsync(new TestConsole { Store = store.Store, Directory = compiler.Root }, "rerun", "x", "--id", "y", "--tasks", Path.GetFileName(Path.GetDirectoryName(own))!);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("It fails.", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_goes_on_names_it()
    {
        compiler.Environment("mine/Mine", "mine");
        compiler.Environment("mine/More", "more");
        using var store = new NodeStore();
        string[] tasks = ["--tasks", "mine/Mine.dll", "--tasks", "mine/More.dll"];
        await store.RunAsync(new TestConsole { Store = store.Store, Directory = compiler.Root }, ["run", "mine.who", "--id", "x", .. tasks]);

        var (code, console) = await store.RunAsync(new TestConsole { Store = store.Store, Directory = compiler.Root }, ["run", "more.who", "--id", "x", .. tasks]);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("'Flyte.Node resume x --tasks mine/Mine.dll --tasks mine/More.dll'", console.Error, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        var console = new TestConsole();
        await using var runtime = new RuntimeSource([]);
        var code = await NodeApp.RunAsync(["run", .. command], console.Open(), runtime);
        Assert.True(code == ExitCode.Done, console.Error);
        return console.Out.TrimEnd();
    }

    private static async Task<(int Code, TestConsole Console)> TasksAsync(params string[] options)
    {
        var console = new TestConsole();
        await using var runtime = new RuntimeSource([]);
        return (await NodeApp.RunAsync(["tasks", .. options], console.Open(), runtime), console);
    }
}
