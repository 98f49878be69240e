using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;

namespace Flyte.Node.Tests.Readme;

/// <summary>The table of all settings of the page.</summary>
public sealed class ReadmeSettingsTests
{
    private const string Tls = "cluster:tls";

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // The files have every setting at its default, as their own tests see to; the store of a cluster alone has none.
    [Fact]
    public void Every_setting_is_in_the_table_with_its_default_and_nothing_else()
    {
        var real = Settings("cluster.json").Concat(Settings("laptop.json")).DistinctBy(setting => setting.Path, StringComparer.Ordinal)
            .Select(setting => setting.Path == "runtime:store" ? (setting.Path, StoreText.Default) : setting)
            .Where(setting => setting.Path != Tls)
            .Concat(typeof(FlyteTls).GetProperties().Select(property => ($"{Tls}:{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}", "none")))
            .Select(setting => $"{setting.Item1} = {setting.Item2}");

        var table = ReadmePage.Rows(ReadmePage.Section("## As a service").Split("| setting |")[1]).Select(row => $"{row[0]} = {row[1]}");

        Assert.Equal(real.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
        Assert.Empty(RuntimeSettings.Known.Select(option => option.Path).Except(table.Select(row => row.Split(" = ")[0]), StringComparer.Ordinal));
    }

    private static List<(string Path, string Default)> Settings(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", file)), WithComments);
        return [.. json.RootElement.EnumerateObject().SelectMany(group => group.Value.EnumerateObject().Select(setting => ($"{group.Name}:{setting.Name}", Shown(setting.Value))))];
    }

    private static string Shown(JsonElement value) => value.ToString() is { Length: > 0 } text && text != "[]" ? (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? text.ToLowerInvariant() : text) : "none";
}
