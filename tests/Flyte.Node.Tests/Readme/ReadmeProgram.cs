using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Flyte.Node.Tests.Readme;

/// <summary>
/// A C# block of the page, made a program. A block that begins with <c>using</c> is one already; any other stands in the middle of
/// <see cref="Stage"/>. Both are compiled as in a new console project, where warnings are errors.
/// </summary>
internal static class ReadmeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly CSharpParseOptions Latest = new(LanguageVersion.Latest);

    // A project compiles against another System.Linq.Async than it runs with: one without the methods that are the framework's now.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not "System.Linq.Async.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // As the SDK has it: that a library was built against an older version of another one is no warning.
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.ConsoleApplication,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic>(StringComparer.Ordinal)
        {
            ["CS1701"] = ReportDiagnostic.Suppress,
            ["CS1702"] = ReportDiagnostic.Suppress,
        });

    // A new console project has these.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // Hides the real one, so that each program has an output of its own.
    private const string OwnConsole =
        """
        internal static class Console
        {
            private static readonly StringWriter Lines = new() { NewLine = "\n" };

            public static string Text => Lines.ToString();

            public static void WriteLine(object? value)
            {
                lock (Lines)
                {
                    Lines.WriteLine(value);
                }
            }
        }
        """;

    // What a block that is no program can use, and how the tasks that it adds are run.
    private const string Stage =
        """
        using Flyte.Actors;
        using Xunit;

        var env = new TaskEnvironment("readme");
        var processItem = env.Task("process_item", async (int item) => { await Task.Yield(); return $"processed_{item}"; });
        var wait = env.Task("wait", async (int milliseconds) => { await Task.Delay(milliseconds); return milliseconds; });
        var step1 = env.Task("step1", (int x) => x + 1);
        var step2 = env.Task("step2", (int x) => x * 2);
        var fetch = env.Task("fetch", async (string page) => { await Task.Yield(); return page; });
        var summarize = env.Task("summarize", async (string text) => { await Task.Yield(); return text.Length; });

        {0}

        await using var stage = await FlyteRuntime.StartAsync(env);
        foreach (var task in stage.Tasks.Values)
        {
            var input = task.InputType == typeof(int[]) ? "[3,1,2]" : task.InputType == typeof(string) ? "\"home\"" : "20";
            var result = await stage.MapJson(task.Name, new[] { input }.ToAsyncEnumerable()).FirstAsync();
            Assert.True(result.IsSuccess, result.ToString());
        }
        """;

    /// <summary>Compiles and runs a block.</summary>
    /// <returns>What it writes to its console.</returns>
    internal static async Task<string> RunAsync(ReadmeBlock block)
    {
        var program = Assembly.Load(Compile(block));
        var main = program.EntryPoint!;
        await Task.Run(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. main.GetParameters().Select(_ => Array.Empty<string>())], null))
            .WaitAsync(Patience);
        return ((string)program.GetType("Console")!.GetProperty("Text")!.GetValue(null)!).TrimEnd('\n');
    }

    private static byte[] Compile(ReadmeBlock block)
    {
        var text = $"#line {block.Line} \"README.md\"\n{new ReadmePorts().Replace(block.Text)}\n";
        var code = IsProgram(block) ? text : Stage.Replace("{0}", $"{text}#line default", StringComparison.Ordinal);
        var compilation = CSharpCompilation.Create(
            $"readme-{block.Line}",
            [.. new[] { ImplicitUsings, OwnConsole, code }.Select(part => CSharpSyntaxTree.ParseText(part, Latest))],
            References,
            Options);
        using var assembly = new MemoryStream();
        var problems = compilation.Emit(assembly).Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems.Select(p => p.ToString())));
        return assembly.ToArray();
    }

    private static bool IsProgram(ReadmeBlock block) => block.Text.StartsWith("using ", StringComparison.Ordinal);
}
