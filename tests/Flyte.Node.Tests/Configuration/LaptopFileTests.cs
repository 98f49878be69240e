using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

/// <summary>The file of settings that comes with the program.</summary>
public sealed class LaptopFileTests
{
    private const string Name = "config/laptop.json";

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, Name));

    [Fact]
    public void It_holds_every_option_at_its_default_and_nothing_else()
    {
        var defaults = new FlyteOptions();
        var expected = typeof(FlyteOptions)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(option => option.Name is not (nameof(FlyteOptions.Cluster) or nameof(FlyteOptions.LoggerFactory)))
            .Select(option => $"{JsonNamingPolicy.CamelCase.ConvertName(option.Name)} = {Text(option.GetValue(defaults))}");

        using var json = JsonDocument.Parse(string.Join('\n', lines), WithComments);
        ServiceFiles.CheckWhole(json.RootElement);
        Assert.Equal(["runtime", "node", "web", "telemetry"], json.RootElement.EnumerateObject().Select(group => group.Name));
        Assert.Equal(expected, json.RootElement.GetProperty("runtime").EnumerateObject().Select(setting => $"{setting.Name} = {setting.Value}"));
        Assert.Equal(["tasks = []"], json.RootElement.GetProperty("node").EnumerateObject().Select(setting => $"{setting.Name} = {setting.Value}"));
    }

    [Fact]
    public void The_program_reads_it_as_the_defaults()
    {
        var console = new TestConsole { Directory = AppContext.BaseDirectory }.Open();
        var settings = RuntimeSettings.ReadNode(Name, console);

        Assert.Equal((new FlyteOptions(), false), (settings.Options, settings.Cluster.IsSet));
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

    // The program's own store is a file, whose place depends on the machine.
    private static string Text(object? value) => value switch
    {
        FlyteStore => "default",
        Enum name => JsonNamingPolicy.CamelCase.ConvertName($"{name}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
