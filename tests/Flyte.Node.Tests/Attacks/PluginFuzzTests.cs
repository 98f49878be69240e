using Flyte.Actors.Tests.Attacks;
using Flyte.Node.Commands;
using Flyte.Node.Plugins;
using Flyte.Node.Tests.Support;
using Xunit.Abstractions;

namespace Flyte.Node.Tests.Attacks;

/// <summary>Files that are no task assemblies, and ways that lead out of the folder that was given: none is loaded, and each is refused in a line.</summary>
public sealed class PluginFuzzTests(ITestOutputHelper output) : IDisposable
{
    private readonly PluginCompiler compiler = new();

    public void Dispose() => compiler.Dispose();

    [Fact]
    public void Bytes_at_random_are_no_assembly_or_one_that_says_what_it_is()
    {
        var fuzz = new Fuzz([File.ReadAllBytes(compiler.Environment("Mine", "mine")), File.ReadAllBytes(Environment.ProcessPath!)[..4096], "MZ"u8.ToArray()], Fuzz.Seed);
        var (file, read) = (Path.Combine(compiler.Root, "Other.dll"), 0);
        for (var i = 0; i < 5 * Fuzz.Cases; i++)
        {
            File.WriteAllBytes(file, fuzz.Draw());
            try
            {
                read += AssemblyFacts.Read(file) is null ? 0 : 1;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {i} of seed {Fuzz.Seed}", e);
            }
        }

        output.WriteLine($"{read} of {5 * Fuzz.Cases} are read.");
    }

    [Theory]
    [InlineData("/dev/null", "is no .NET assembly.")]
    [InlineData("/dev/zero", "is no .NET assembly.")]
    [InlineData("/proc/self/environ", "is no .NET assembly.")]
    [InlineData("/etc/passwd", "is no .NET assembly.")]
    [InlineData("/proc/self/fd", "has no assembly in it")]
    [InlineData("a\0b", "is no path.")]
    public async Task What_is_no_file_of_tasks_is_refused(string path, string expected)
    {
        if (path[0] == '/' && !Path.Exists(path))
        {
            return; // Another system.
        }

        Assert.Contains(expected, await RefuseAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_out_of_the_folder_is_refused()
    {
        var outside = compiler.Environment("outside/Theirs", "theirs");
        var folder = Directory.CreateDirectory(Path.Combine(compiler.Root, "given")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "Mine.dll"), outside);

        var error = await RefuseAsync(folder);

        Assert.Contains($"'{folder}' has 'Mine.dll' in it, which leads out of it, to '{RealPath.Of(outside)}'.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("Mine.dll")]
    public async Task Nor_is_one_that_leads_nowhere_or_to_itself(string target)
    {
        var folder = Directory.CreateDirectory(Path.Combine(compiler.Root, "given")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "Mine.dll"), target);

        Assert.StartsWith("error: --tasks '", await RefuseAsync(folder), StringComparison.Ordinal);
    }

    /// <summary>A link to the folder, or to a file in it, is a name of that like any other.</summary>
    [Fact]
    public async Task A_link_that_leads_in_is_followed()
    {
        compiler.Environment("real/v1/Mine", "mine");
        var (real, link) = (Path.Combine(compiler.Root, "real"), Path.Combine(compiler.Root, "link"));
        File.CreateSymbolicLink(Path.Combine(real, "Current.dll"), Path.Combine("v1", "Mine.dll"));
        Directory.CreateSymbolicLink(link, real);

        foreach (var path in new[] { link, real, Path.Combine(link, "v1"), Path.Combine(link, "Current.dll") })
        {
            var console = new TestConsole { Directory = compiler.Root };
            await using var runtime = new RuntimeSource([]);
            Assert.Equal((ExitCode.Done, ""), (await NodeApp.RunAsync(["run", "mine.who", "--tasks", path], console.Open(), runtime), console.Error.Contains("error: ", StringComparison.Ordinal) ? console.Error : ""));
        }
    }

    /// <summary>The file beside an assembly says where it finds what it needs.</summary>
    [Theory]
    [InlineData("../outside/Needed.dll")]
    [InlineData("a/../../outside/Needed.dll")]
    public async Task What_an_assembly_needs_is_not_fetched_from_elsewhere(string place)
    {
        var needed = compiler.Compile("outside/Needed", "public static class Needed { public static string Name => \"needed\"; }");
        compiler.Environment("given/Mine", "mine", "Needed.Name", needed);
        File.WriteAllText(Path.Combine(compiler.Root, "given", "Mine.deps.json"), """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
              "targets": {
                ".NETCoreApp,Version=v10.0": {
                  "Mine/1.0.0": { "dependencies": { "Needed": "1.0.0" }, "runtime": { "Mine.dll": {} } },
                  "Needed/1.0.0": { "runtime": { "PLACE": { "assemblyVersion": "1.0.0.0", "fileVersion": "1.0.0.0" } } }
                }
              },
              "libraries": {
                "Mine/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Needed/1.0.0": { "type": "project", "serviceable": false, "sha512": "" }
              }
            }
            """.Replace("PLACE", place, StringComparison.Ordinal));

        Assert.Contains("needs Needed 1.0.0, which is not there.", await RefuseAsync(Path.Combine(compiler.Root, "given", "Mine.dll")), StringComparison.Ordinal);
    }

    private async Task<string> RefuseAsync(string path)
    {
        var console = new TestConsole { Directory = compiler.Root };
        await using var runtime = new RuntimeSource([]);

        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(["tasks", "--tasks", path], console.Open(), runtime));

        Assert.Equal(2, console.Error.TrimEnd().Split('\n').Length);
        return console.Error;
    }
}
