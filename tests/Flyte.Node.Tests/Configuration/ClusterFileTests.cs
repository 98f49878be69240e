using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

/// <summary>The file of a node's settings that comes with the program.</summary>
public sealed class ClusterFileTests
{
    private const string Name = "config/cluster.json";

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, Name));

    [Fact]
    public void It_holds_every_option_of_a_node_and_a_database()
    {
        using var json = JsonDocument.Parse(string.Join('\n', lines), WithComments);

        Assert.Equal(
            typeof(FlyteCluster).GetProperties().Select(option => JsonNamingPolicy.CamelCase.ConvertName(option.Name)),
            json.RootElement.GetProperty("cluster").EnumerateObject().Select(setting => setting.Name));
        Assert.Equal(["tasks"], json.RootElement.GetProperty("node").EnumerateObject().Select(setting => setting.Name));
        ServiceFiles.CheckWhole(json.RootElement);
        Assert.Equal(["store"], json.RootElement.GetProperty("runtime").EnumerateObject().Select(setting => setting.Name));
    }

    [Fact]
    public void The_program_reads_it_as_the_defaults()
    {
        var console = new TestConsole { Directory = AppContext.BaseDirectory }.Open();
        var settings = RuntimeSettings.ReadNode(Name, console);

        Assert.Equal((new FlyteCluster(), true), (settings.Cluster.Read(), settings.Cluster.IsSet));
        Assert.StartsWith("postgresql://", settings.Options.Store.ToString(), StringComparison.Ordinal);
        ServiceFiles.CheckDefaults(settings);
        Assert.Empty(TaskSettings.Read(Name, console));
    }

    [Fact]
    public void A_comment_of_one_line_stands_above_every_setting()
    {
        var settings = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("    \"", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(settings);
        Assert.All(settings, i => Assert.Matches("^    // .+[.]$", lines[i - 1]));
        Assert.All(settings, i => Assert.DoesNotMatch("^ *//", lines[i - 2]));
    }
}
