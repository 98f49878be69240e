namespace Flyte.Node.Tests.Support;

/// <summary>The built example of an assembly with tasks, <c>tests/Flyte.Example.Tasks</c>.</summary>
internal static class ExampleTasks
{
    /// <summary>The directory, as <c>bin/Release/net10.0</c> below its project.</summary>
    internal static string Directory { get; } = Path.GetFullPath(Path.Combine("../../../../Flyte.Example.Tasks", Built), AppContext.BaseDirectory);

    internal static string File { get; } = Path.Combine(Directory, "Flyte.Example.Tasks.dll");

    private static string Built => Path.GetRelativePath(Path.GetFullPath("../../..", AppContext.BaseDirectory), AppContext.BaseDirectory);
}
