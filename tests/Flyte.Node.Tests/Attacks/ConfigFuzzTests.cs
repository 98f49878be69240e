using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Actors.Tests.Attacks;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;
using Xunit.Abstractions;

namespace Flyte.Node.Tests.Attacks;

/// <summary>
/// Files of settings and environment variables that nobody should write: each is refused in one message that names who sets what, or is
/// taken as it is written, to the letter.
/// </summary>
public sealed class ConfigFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const string Name = "node.json";
    private const string Started = "It would have been started.";

    private static readonly JsonDocumentOptions Form = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    public static TheoryData<string> Settings => [.. RuntimeSettings.Known.Select(option => option.Path), TaskSettings.Tasks];

    [Theory]
    [InlineData("laptop.json")]
    [InlineData("cluster.json")]
    public async Task A_file_is_taken_as_it_is_written_or_refused(string file)
    {
        var whole = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "config", file));
        var plain = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(JsonDocument.Parse(whole, Form).RootElement));
        var (fuzz, taken) = (new Fuzz([whole, plain, plain, .. HostileText.Json.Select(Encoding.UTF8.GetBytes)], Fuzz.Seed), 0);
        for (var i = 0; i < 2 * Fuzz.Cases; i++)
        {
            var bytes = i % 2 == 0 ? fuzz.Draw() : Changed(fuzz, plain);
            taken += await CheckAsync(bytes, $"case {i} of seed {Fuzz.Seed}") ? 1 : 0;
        }

        output.WriteLine($"{taken} of {2 * Fuzz.Cases} are taken.");
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_value_of_another_kind_is_refused_by_the_name_of_its_setting(string setting)
    {
        var parts = setting.Split(':');
        string[] values =
        [
            "{}", "[]", "[[]]", "[1]", "{\"a\":1}", "1e999999", "-1", "99999999999999999999", "1.5", "true", "null", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[31m\"", "\"a\\nb\"", $"\"{new string('x', 5_000)}\"",
            new string('9', 10_000), "\"10675199.02:48:05\"", "\"../../x\"", "\"\u202e\"",
        ];
        foreach (var value in values)
        {
            var json = string.Concat(parts.Select(part => $"{{\"{part}\":")) + value + new string('}', parts.Length);
            await CheckAsync(Encoding.UTF8.GetBytes(json), json.Length > 300 ? json[..300] : json);
        }
    }

    [Theory]
    [InlineData("runtime:runAhed")]
    [InlineData("runtime:runAhead ")]
    [InlineData("runtime")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("runtime:")]
    [InlineData("web:listen:0")]
    [InlineData("cluster:tls:pasword")]
    [InlineData("runtime:runAhe\u0430d")]
    [InlineData("cluster:storeIdentity")]
    [InlineData("cluster:wireVersion")]
    [InlineData("runtime:askedInVain")]
    [InlineData("runtime:loggerFactory")]
    [InlineData("runtime:cluster")]
    [InlineData("\u001b[31m")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        var value = JsonSerializer.Serialize(name);
        Assert.False(await CheckAsync(Encoding.UTF8.GetBytes($"{{{value}:5}}"), name));
        Assert.False(await CheckAsync(Encoding.UTF8.GetBytes($"{{\"runtime\":{{{value}:\"x\"}}}}"), name));
    }

    [Theory]
    [InlineData("{\"runtime\":{\"runAhead\":5,\"RUNAHEAD\":6}}", "A duplicate key 'runtime:RUNAHEAD' was found.")]
    [InlineData("{\"runtime\":{\"runAhead\":5},\"runtime:runAhead\":6}", "A duplicate key 'runtime:runAhead' was found.")]
    [InlineData("{\"runtime\":{},\"runtime\":{}}", "A duplicate key 'runtime' was found.")]
    [InlineData("{\"telemetry\":{\n\"serviceName\":\"a\\ud800\"}}", "In line 2 there is half of a character")]
    [InlineData("{\n\n\"\\udc00\":1}", "In line 3 there is half of a character")]
    [InlineData("{} {}", "is not JSON in line 1")]
    [InlineData("{\n", "is not JSON in line 2")]
    public async Task What_is_wrong_with_a_file_is_said_with_its_place(string json, string expected)
    {
        directory.Write(Name, json);
        var (code, error) = await RunAsync(new TestConsole { Directory = directory.Path });

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: --config '{Name}' ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_text_is_said_with_its_line()
    {
        await File.WriteAllBytesAsync(Path.Combine(directory.Path, Name), [.. "{\"telemetry\":{\n\"serviceName\":\"a"u8, 0xFF, .. "\"}}"u8]);
        var (code, error) = await RunAsync(new TestConsole { Directory = directory.Path });

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: --config '{Name}' cannot be used: Line 2 is not text in UTF-8.", error, StringComparison.Ordinal);
    }

    /// <summary>Some of them have no end.</summary>
    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/proc/self/mem")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    public async Task A_file_that_was_not_meant_is_refused_without_showing_it(string file)
    {
        if (!File.Exists(file))
        {
            return; // Another system.
        }

        var (code, error) = await RunAsync(new TestConsole { Directory = directory.Path }, file);

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: --config '{file}' ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 1, 500);
    }

    [Fact]
    public async Task Variables_are_taken_as_they_are_written_or_refused()
    {
        var (fuzz, taken) = (new Fuzz([.. HostileText.Words.Select(Encoding.UTF8.GetBytes)], Fuzz.Seed), 0);
        var known = RuntimeSettings.Known.ToArray();
        for (var i = 0; i < Fuzz.Cases; i++)
        {
            using var variables = new OwnVariables();
            var path = known[fuzz.Next(known.Length)].Path;
            var name = fuzz.Next(5) == 0 ? Mutated(fuzz, path) : path;
            var value = HostileText.Words[fuzz.Next(HostileText.Words.Length)].Replace("\0", "", StringComparison.Ordinal);
            variables.Set(name.Replace(":", "__", StringComparison.Ordinal), value);
            var shown = $"case {i} of seed {Fuzz.Seed}: {name} = {value}";
            var console = new TestConsole { Directory = directory.Path, SettingPrefix = variables.Prefix };
            if (await AcceptsAsync(console, file: null, variables.Prefix, shown) && !name.StartsWith(ClusterSettings.TlsGroup, StringComparison.OrdinalIgnoreCase))
            {
                taken++;
                AssertIs(RuntimeSettings.ReadNode(file: null, console.Open()), name, JsonSerializer.SerializeToElement(value), shown);
            }
        }

        output.WriteLine($"{taken} of {Fuzz.Cases} are taken.");
    }

    [Fact]
    public async Task Two_variables_of_one_setting_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It has only one of them.
        }

        using var variables = new OwnVariables();
        variables.Set("RUNTIME__RUNAHEAD", "5");
        variables.Set("runtime__runAhead", "6");

        var (code, error) = await RunAsync(new TestConsole { Directory = directory.Path, SettingPrefix = variables.Prefix }, file: null);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("are the same setting", error, StringComparison.Ordinal);
    }

    /// <summary>What is taken works, and what would not is refused at the start.</summary>
    [Theory]
    [InlineData("defaultConcurrency", "2147483647")]
    [InlineData("runAhead", "2147483647")]
    [InlineData("runAhead", "0")]
    [InlineData("maxPayloadBytes", "2147483647")]
    [InlineData("maxPayloadBytes", "1")]
    [InlineData("systemRetries", "2147483647")]
    [InlineData("maxThreads", "2147483647")]
    [InlineData("maxThreads", "1")]
    [InlineData("finishedRunsKept", "2147483647")]
    [InlineData("cancellationGrace", "\"10675199.02:48:05.4775807\"")]
    [InlineData("cancellationGrace", "\"24.00:00:00\"")]
    [InlineData("cancellationGrace", "\"00:00:00\"")]
    [InlineData("retention", "\"10675199.02:48:05.4775807\"")]
    [InlineData("retention", "\"00:00:00.0000001\"")]
    public async Task At_the_edges_of_a_setting_runs_go_on(string setting, string value)
    {
        directory.Write(Name, $$"""{"runtime":{"store":"runs.db","{{setting}}":{{value}} } }""");
        var console = new TestConsole { Directory = directory.Path };
        int code;
        await using (var runtime = new RuntimeSource([TestTasks.Create()]))
        {
            code = await NodeApp.RunAsync(["run", "test.double", "--items", "[1,2,3]", "--config", Name], console.Open(), runtime);
        }

        Assert.DoesNotContain("Exception", console.Error, StringComparison.Ordinal);
        if (code == ExitCode.Usage)
        {
            Assert.Contains(setting, console.Error, StringComparison.OrdinalIgnoreCase);
            return;
        }

        Assert.Equal((ExitCode.Done, 3), (code, console.OutLines.Length));
    }

    /// <summary>Whether the file is taken; then everything in it is what the settings are.</summary>
    private async Task<bool> CheckAsync(byte[] bytes, string shown)
    {
        await File.WriteAllBytesAsync(Path.Combine(directory.Path, Name), bytes);
        var console = new TestConsole { Directory = directory.Path };
        if (!await AcceptsAsync(console, Name, $"--config '{Name}' ", shown))
        {
            return false;
        }

        var settings = RuntimeSettings.ReadNode(Name, console.Open());
        if (settings.Cluster.IsSet && Record.Exception(() => settings.Cluster.Read()) is UsageException incomplete)
        {
            Assert.StartsWith($"--config '{Name}' sets cluster:tls without ", incomplete.Message, StringComparison.Ordinal);
            return false;
        }

        Leaves("", JsonDocument.Parse(bytes, Form).RootElement).ForEach(leaf => AssertIs(settings, leaf.Path, leaf.Value, $"{shown}: {leaf.Path}"));
        return true;
    }

    private static async Task<bool> AcceptsAsync(TestConsole console, string? file, string source, string shown)
    {
        var (code, error) = await RunAsync(console, file);
        Assert.True(code == ExitCode.Usage, $"{shown}: {code} {error}");
        if (error == $"error: {Started}\n")
        {
            return true;
        }

        var lines = error.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length == 2 && lines[0].StartsWith("error: ", StringComparison.Ordinal) && lines[0].Contains(source, StringComparison.OrdinalIgnoreCase), $"{shown}: {error}");
        Assert.False(lines[0].Length > 1_000 || error.Any(c => char.IsControl(c) && c != '\n') || error.Contains("   at ", StringComparison.Ordinal), $"{shown}: {error}");
        return false;
    }

    private static async Task<(int Code, string Error)> RunAsync(TestConsole console, string? file = Name)
    {
        await using var runtime = new RuntimeSource([TestTasks.Create()], (_, _, _) => Task.FromException<FlyteRuntime>(new ArgumentException(Started)));
        console = new TestConsole { Directory = console.Directory, SettingPrefix = console.SettingPrefix };
        var code = await NodeApp.RunAsync(["tasks", .. file is null ? Array.Empty<string>() : ["--config", file]], console.Open(), runtime);
        return (code, console.Error.ReplaceLineEndings("\n"));
    }

    private static List<(string Path, JsonElement Value)> Leaves(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => [.. value.EnumerateObject().SelectMany(property => Leaves(path.Length == 0 ? property.Name : $"{path}:{property.Name}", property.Value))],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany((item, i) => Leaves(string.Create(CultureInfo.InvariantCulture, $"{path}:{i}"), item))],
        _ => [(path, value)],
    };

    private static void AssertIs(NodeSettings settings, string path, JsonElement written, string shown)
    {
        if (path.StartsWith(TaskSettings.Tasks, StringComparison.OrdinalIgnoreCase) || written.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var option = RuntimeSettings.Known.SingleOrDefault(option => string.Equals(option.Path, path, StringComparison.OrdinalIgnoreCase));
        Assert.True(option is not null, $"{shown} is no setting.");
        var text = written.ValueKind == JsonValueKind.String ? written.GetString()! : written.GetRawText();
        object? target = option.Target == typeof(FlyteOptions) ? settings.Options
            : option.Target == typeof(WebSettings) ? settings.Web
            : option.Target == typeof(TelemetrySettings) ? settings.Telemetry
            : option.Target == typeof(FlyteTls) ? settings.Cluster.Read().Tls
            : settings.Cluster.Read();
        Assert.True(IsWritten(option.Property, option.Property.GetValue(target), text), $"{shown}: '{text}' has become {option.Property.GetValue(target)}.");
    }

    private static bool IsWritten(PropertyInfo property, object? value, string text) => value switch
    {
        int number => text == number.ToString(CultureInfo.InvariantCulture) || int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) == number,
        bool truth => string.Equals(text.Trim(), truth ? "true" : "false", StringComparison.OrdinalIgnoreCase),
        TimeSpan time => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var written) && written == time,
        string same => same == text || same == text.Trim() || (property.DeclaringType == typeof(FlyteTls) && Path.GetFileName(same) == Path.GetFileName(text)),
        Enum name => string.Equals(name.ToString().Replace(" ", "", StringComparison.Ordinal), text.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            || (name is NodeRoles roles && RolesText.Parse(text) == roles),
        IReadOnlyList<string> list => list.SequenceEqual(text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)),
        FlyteStore store => text.Trim() is "default" or "memory" || store.ToString().Length > 0,
        _ => false,
    };

    // A value or a name of the file, and nothing else, is another one.
    private static byte[] Changed(Fuzz fuzz, byte[] plain)
    {
        var text = Encoding.UTF8.GetString(plain);
        var (from, to) = (text.IndexOf('"', fuzz.Next(text.Length / 2)), 0);
        to = text.IndexOf('"', from + 1);
        var word = fuzz.Next(3) == 0 ? Mutated(fuzz, text[(from + 1)..to]) : HostileText.Words[fuzz.Next(HostileText.Words.Length)];
        return Encoding.UTF8.GetBytes(text[..from] + (fuzz.Next(3) == 0 ? HostileText.Json[fuzz.Next(HostileText.Json.Length)] : JsonSerializer.Serialize(word)) + text[(to + 1)..]);
    }

    private static string Mutated(Fuzz fuzz, string name) => fuzz.Next(4) switch
    {
        0 => name[..^1],
        1 => name + (char)('a' + fuzz.Next(26)),
        2 => name.Insert(fuzz.Next(name.Length + 1), "_"),
        _ => name.ToUpperInvariant(),
    };
}
