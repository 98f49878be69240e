using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Plugins;

/// <summary>An assembly that cannot be used stops the start, with the file, the thing and the remedy.</summary>
public sealed class RefusedPluginTests : IDisposable
{
    private static readonly string Host = Environment.Version.ToString(2);
    private static readonly string Library = typeof(FlyteRuntime).Assembly.GetName().Version!.ToString(3);

    private readonly PluginCompiler compiler = new();

    public void Dispose() => compiler.Dispose();

    [Fact]
    public async Task A_path_that_is_not_there() =>
        await RefuseAsync("nope.dll", "--tasks '{file}' is not there.", "Give the path of a built assembly");

    [Fact]
    public async Task No_assembly()
    {
        File.WriteAllText(Path.Combine(compiler.Root, "Mine.csproj"), "<Project/>");
        await RefuseAsync("Mine.csproj", "--tasks '{file}' is no .NET assembly.", "Give the .dll that 'dotnet build' makes");
    }

    [Fact]
    public async Task An_assembly_that_has_nothing_to_do_with_it()
    {
        compiler.Compile("Mine", "public static class Mine { }");
        await RefuseAsync("Mine.dll", "--tasks '{file}' has no tasks: it does not use Flyte.Actors.", "Give the assembly that declares them.");
    }

    [Fact]
    public async Task A_directory_without_any()
    {
        compiler.Compile("some/Mine", "public static class Mine { }");
        await RefuseAsync("some", "--tasks '{file}' has no assembly in it that uses Flyte.Actors.", "Give the directory that 'dotnet build'");
    }

    [Fact]
    public async Task An_assembly_without_an_environment()
    {
        compiler.Compile("Mine", "public static class Mine { internal static readonly TaskEnvironment Hidden = new(\"hidden\"); }");
        await RefuseAsync("Mine.dll", "--tasks '{file}' has no environment.", "Give a public type a public static property of the type TaskEnvironment");
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v99.0", ".NET 99.0")]
    [InlineData(".NETFramework,Version=v4.8", ".NETFramework,Version=v4.8")]
    public async Task One_for_another_framework(string framework, string shown)
    {
        compiler.Compile("Mine", $"[assembly: System.Runtime.Versioning.TargetFramework(\"{framework}\")] public static class Mine {{ public static readonly TaskEnvironment Docs = new(\"docs\"); }}");
        await RefuseAsync("Mine.dll", $"'{{file}}' was built for {shown}, and this program runs on .NET {Host}.", $"Set <TargetFramework>net{Host}</TargetFramework>");
    }

    [Theory]
    [InlineData("0.99.0.0", "0.99.0")]
    [InlineData("7.0.0.0", "7.0.0")]
    public async Task One_for_a_newer_library(string version, string shown)
    {
        var other = compiler.Compile("other/Flyte.Actors", "namespace Flyte.Actors { public sealed class TaskEnvironment { } }", version);
        compiler.Compile("Mine", "public static class Mine { public static readonly TaskEnvironment Docs = new(); }", uses: other);
        await RefuseAsync("Mine.dll", $"'{{file}}' was built with Flyte.Actors {shown}, and this program has {Library}.", $"Build it with Flyte.Actors {Library} or older");
    }

    [Fact]
    public async Task One_for_a_library_that_has_something_else()
    {
        var other = compiler.Compile("other/Flyte.Actors", "namespace Flyte.Actors { public class Gone { } }", "0.0.1.0");
        compiler.Compile("Mine", "public sealed class Mine : Gone { }", uses: other);
        await RefuseAsync("Mine.dll", "The types of '{file}' cannot be loaded: Could not load type 'Flyte.Actors.Gone'", "Build it anew with the packages that it needs");
    }

    [Fact]
    public async Task One_for_a_newer_version_of_what_is_shared()
    {
        var other = compiler.Compile("other/Akka", "namespace Akka.Actor { public class ActorSystem { } }", "99.1.0.0");
        compiler.Environment("Mine", "mine", "typeof(Akka.Actor.ActorSystem).Name", other);
        await RefuseAsync("Mine.dll", "'{file}' needs Akka 99.1.0, and this program, which shares it with all tasks, has ", "Build it with that version or an older one");
    }

    [Theory]
    [InlineData("public static class Mine { public static readonly TaskEnvironment Docs = Make(); static TaskEnvironment Make() => throw new IOException(\"The disk\\nis full.\"); }", "Mine.Docs")]
    [InlineData("public static class Mine { public static TaskEnvironment Docs => throw new IOException(\"The disk\\nis full.\"); }", "Mine.Docs")]
    [InlineData("public static class Mine { public static readonly TaskEnvironment Docs = new(\"docs\"); static class Other { static FlyteTask task = Make(); static FlyteTask Make() => throw new IOException(\"The disk\\nis full.\"); } }", "Mine.Other")]
    public async Task Code_that_throws(string code, string member)
    {
        compiler.Compile("Mine", code);
        await RefuseAsync("Mine.dll", $"{member} of '{{file}}' cannot be made: IOException: The disk is full.", "Correct the code that runs when it is first used");
    }

    [Fact]
    public async Task A_bad_name_of_an_environment()
    {
        compiler.Environment("Mine", "Not A Name");
        await RefuseAsync("Mine.dll", "Tasks of '{file}' cannot be made: ArgumentException: ", "Correct the code");
    }

    [Fact]
    public async Task No_environment_where_one_should_be()
    {
        compiler.Compile("Mine", "public static class Mine { public static TaskEnvironment Docs => null; }");
        await RefuseAsync("Mine.dll", "Mine.Docs of '{file}' is null.", "Have it hold the environment from the start.");
    }

    [Fact]
    public async Task Two_environments_of_one_name()
    {
        var first = compiler.Environment("first/First", "docs");
        var second = compiler.Environment("second/Second", "docs");
        await RefuseAsync(second, $"There are two environments 'docs': Tasks.Environment of '{{file}}', and Tasks.Environment of '{first}'.", "Give one of them another name", "--tasks", first);
    }

    [Fact]
    public async Task The_name_of_an_environment_of_the_program()
    {
        compiler.Environment("Mine", "test");
        await RefuseAsync("Mine.dll", "There are two environments 'test': Tasks.Environment of '{file}', and one of this program.", "Give one of them another name");
    }

    [Fact]
    public async Task A_dependency_that_is_missing()
    {
        var library = compiler.Compile("mine/Library", "public static class Library { public static string Name => \"\"; }", "2.3.4.0");
        compiler.Environment("mine/Mine", "mine", "Library.Name", library);
        File.Delete(library);
        await RefuseAsync("mine", "'{file}/Mine.dll' needs Library 2.3.4, which is not there.", "Set <EnableDynamicLoading>true</EnableDynamicLoading> in its project");
    }

    [Fact]
    public async Task A_dependency_that_only_the_program_has()
    {
        compiler.Environment("Mine", "mine", "Spectre.Console.Color.Red.ToString()");
        await RefuseAsync("Mine.dll", "'{file}' needs Spectre.Console", "Set <EnableDynamicLoading>true</EnableDynamicLoading> in its project");
    }

    [Fact]
    public async Task A_list_of_dependencies_that_is_broken()
    {
        compiler.Environment("mine/Mine", "mine");
        File.WriteAllText(Path.Combine(compiler.Root, "mine", "Mine.deps.json"), "{ not JSON");
        await RefuseAsync("mine/Mine.dll", "What '{file}' needs cannot be found out: ", "Build it anew");
    }

    private async Task RefuseAsync(string path, string expected, string remedy, params string[] before)
    {
        var console = new TestConsole { Directory = compiler.Root };
        await using var runtime = new RuntimeSource([TestTasks.Create()], (_, _, _) => throw new InvalidOperationException("A runtime was started."));

        var code = await NodeApp.RunAsync(["tasks", .. before, "--tasks", path], console.Open(), runtime);

        var lines = console.Error.TrimEnd().Split('\n');
        Assert.Equal((ExitCode.Usage, "", 2), (code, console.Out, lines.Length));
        Assert.StartsWith($"error: {expected.Replace("{file}", Path.GetFullPath(path, compiler.Root), StringComparison.Ordinal)}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(remedy, lines[1], StringComparison.Ordinal);
    }
}
