using System.Text;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Attacks;

/// <summary>What looks like the way to a file leads to none that was not meant.</summary>
public sealed class PathTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    public static TheoryData<string> Targets => new()
    {
        "/assets/../Flyte.Node.dll", "/assets/..%2fFlyte.Node.dll", "/assets/%2e%2e/Flyte.Node.dll", "/assets/%2e%2e%2fFlyte.Node.dll", "/assets/..%5cFlyte.Node.dll", "/assets/..\\Flyte.Node.dll",
        "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/index.html%00.js", "/assets/....//Flyte.Node.dll", "/assets/", "/assets/%252e%252e%252fFlyte.Node.dll", "/openapi/..%2f..%2fetc%2fpasswd.json",
        "/../../../../etc/passwd", "//etc/passwd", "/api/v1/../../etc/passwd", "/Flyte.Node.dll", "/api/v1/runs/..%2f..%2fetc%2fpasswd", "/api/v1/tasks/..%2f..%2fetc%2fpasswd", "/api/v1/runs/%2fetc%2fpasswd/results",
        "/assets/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", "/assets/%c0%af%c0%af", "/assets/%uff0e%uff0e/etc/passwd", "/assets/%ef%bc%8e%ef%bc%8e%ef%bc%8fetc", "/assets/..;/..;/etc/passwd", "/assets/%2e%2e;/x", "/assets/.%2e/.%2e/etc/passwd",
        "/assets/%5c%5chost%5cshare", "/assets/C:%5cwindows%5cwin.ini", "/assets/file:%2f%2f%2fetc%2fpasswd", "/assets/index.html/../../x", "/assets/INDEX.HTML", "/assets/app.js%20", "/assets/app.js::$DATA",
        "/assets/%2e%2e%00/x", "/assets/%25%32%65%25%32%65%25%32%66x", "/assets/....%2f%2fetc%2fpasswd", "/assets/.%00./x", "/assets/\\..\\..\\etc\\passwd", "/assets/~root", "/assets/%7e%2f.ssh", "/openapi/%2e%2e%2fv1.json", "/openapi/v1.json%2f..%2fx.json",
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Of_the_disk_nothing_is_served(string target)
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        var answer = await RawHttp.SendAsync(node.Http.BaseAddress!.Port, RawHttp.Request("GET", target, [], []), isCut: false);

        Assert.NotNull(answer);
        Assert.True(answer.Status is 400 or 404, $"{answer}");
        Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/tmp/outside")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a\0b")]
    public async Task The_id_of_a_run_is_no_path(string id)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory.Path, "inside")).FullName;
        var console = new TestConsole { Directory = folder, Store = FlyteStore.Sqlite(Path.Combine(folder, "runs.db")) };
        await using (var runtime = new RuntimeSource([TestTasks.Create()]))
        {
            Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(["run", "ping", "--id", id], console.Open(), runtime));
        }

        Assert.Matches("is no run id|cannot be the id of a run", console.Error);
        Assert.All(Directory.GetFileSystemEntries(directory.Path, "*", SearchOption.AllDirectories), path => Assert.StartsWith(folder, path, StringComparison.Ordinal));
    }

    /// <summary>A request has no place for a file of the node.</summary>
    [Theory]
    [InlineData("files")]
    [InlineData("lines")]
    [InlineData("config")]
    [InlineData("tasks")]
    [InlineData("store")]
    [InlineData("reduce")]
    public async Task A_request_names_no_files(string name)
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());

        var answer = await node.PostAsync("/runs", $$"""{"task":"test.shout","inputs":["a"],"{{name}}":["/etc/passwd"]}""");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"'{name}'", ApiNode.Reason(answer), StringComparison.Ordinal);

        var (status, _) = await node.StreamAsync($"task=test.shout&{name}=%2fetc%2fpasswd", new MemoryStream("\"a\"\n"u8.ToArray()));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
    }

    /// <summary>Nor does a link that leads back to where it is keep it for ever.</summary>
    [Fact]
    public async Task A_pattern_of_any_depth_follows_no_links()
    {
        var outside = Directory.CreateDirectory(Path.Combine(directory.Path, "outside")).FullName;
        var inside = Directory.CreateDirectory(Path.Combine(directory.Path, "inside")).FullName;
        File.WriteAllText(Path.Combine(outside, "secret.txt"), "x");
        File.WriteAllText(Path.Combine(inside, "own.txt"), "x");
        Directory.CreateSymbolicLink(Path.Combine(inside, "out"), outside);
        Directory.CreateSymbolicLink(Path.Combine(inside, "round"), inside);
        var console = new TestConsole { Directory = inside };
        await using var runtime = new RuntimeSource([TestTasks.Create()]);

        Assert.Equal(ExitCode.Done, await NodeApp.RunAsync(["run", "test.shout", "--files", "**"], console.Open(), runtime));

        Assert.Equal(["OWN.TXT"], console.OutLines);
    }

    /// <summary>A name that would break a line, or paint it, is an input like any other.</summary>
    [Fact]
    public async Task A_file_may_be_called_anything()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It allows no such names.
        }

        string[] names = ["two\nlines.txt", "\e[31mred.txt", "-rf.txt", "a'b\".txt", "$(id).txt", "💥.txt"];
        Array.ForEach(names, name => File.WriteAllText(Path.Combine(directory.Path, name), "x"));
        File.WriteAllBytes(Path.Combine(directory.Path, "last.txt"), Encoding.Latin1.GetBytes("x"));
        var console = new TestConsole { Directory = directory.Path, OutIsTerminal = true };
        await using var runtime = new RuntimeSource([TestTasks.Create()]);

        Assert.Equal(ExitCode.Done, await NodeApp.RunAsync(["run", "test.shout", "--files", "*.txt"], console.Open(), runtime));

        Assert.Equal(names.Length + 1, console.OutLines.Length);
        Assert.DoesNotContain("\e[31mRED", console.Out + console.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("\e[31mred\a")]
    [InlineData("\u009b31m")]
    public async Task What_a_task_returns_does_not_paint_the_terminal(string text)
    {
        var console = new TestConsole { OutIsTerminal = true };
        await using var runtime = new RuntimeSource([TestTasks.Create()]);

        Assert.Equal(ExitCode.Done, await NodeApp.RunAsync(["run", "test.shout", text], console.Open(), runtime));

        Assert.Contains("\\u00", console.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(console.Out, c => char.IsControl(c) && c is not ('\r' or '\n'));
    }

    /// <summary>A program that reads it gets what the task returned.</summary>
    [Fact]
    public async Task Where_nobody_watches_it_stays_as_it_is()
    {
        var console = new TestConsole();
        await using var runtime = new RuntimeSource([TestTasks.Create()]);

        await NodeApp.RunAsync(["run", "test.shout", "\e[31mred"], console.Open(), runtime);

        Assert.Equal("\e[31MRED", console.Out.TrimEnd());
    }
}
