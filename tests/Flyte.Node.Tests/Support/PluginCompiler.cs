using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Flyte.Node.Tests.Support;

/// <summary>Makes assemblies, each in a directory of its own or beside another one; they go with the test.</summary>
internal sealed class PluginCompiler : IDisposable
{
    private static readonly MetadataReference[] OfProgram =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly TempDirectory directory = new();

    internal string Root => directory.Path;

    /// <summary>Compiles an assembly.</summary>
    /// <param name="file">Its path below the directory, without the extension; the last part is its name.</param>
    /// <param name="code">Its source.</param>
    /// <param name="version">Its version.</param>
    /// <param name="uses">Assemblies that it uses, instead of this program's of the same names.</param>
    /// <returns>Its full path.</returns>
    internal string Compile(string file, string code, string version = "1.0.0.0", params string[] uses)
    {
        var (path, names) = (directory.Write($"{file}.dll"), uses.Select(Path.GetFileName).ToHashSet(StringComparer.OrdinalIgnoreCase));
        var compilation = CSharpCompilation.Create(
            Path.GetFileName(file),
            [
                CSharpSyntaxTree.ParseText("global using System; global using System.IO; global using Flyte.Actors; namespace Flyte.Actors { }"),
                CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n{code}"),
            ],
            [
                .. OfProgram.Where(reference => !names.Contains(Path.GetFileName(reference.Display))),
                .. uses.Select(used => MetadataReference.CreateFromFile(used)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = File.Create(path);
        var problems = compilation.Emit(assembly).Diagnostics.Where(problem => problem.Severity is DiagnosticSeverity.Error).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems.Select(problem => problem.ToString())));
        return path;
    }

    /// <summary>Compiles an assembly with the environment of that name, and one task <c>who</c> of no input that returns what an expression says.</summary>
    internal string Environment(string file, string name, string expression = "\"me\"", params string[] uses) => Compile(
        file,
        $$"""
        public static class Tasks
        {
            public static TaskEnvironment Environment { get; } = new("{{name}}");
            public static readonly FlyteTask<string> Who = Environment.Task("who", () => {{expression}});
        }
        """,
        uses: uses);

    public void Dispose() => directory.Dispose();
}
