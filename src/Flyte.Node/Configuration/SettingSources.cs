using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Inputs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Flyte.Node.Configuration;

/// <summary>Where settings come from: a file, and the environment variables, which go before it.</summary>
internal sealed class SettingSources
{
    /// <summary>The option that names the file.</summary>
    internal const string FileOption = "--config";

    private readonly string? file;
    private readonly string prefix;
    private readonly IConfigurationRoot layers;

    private SettingSources(string? file, string prefix, IConfigurationRoot layers)
    {
        this.file = file;
        this.prefix = prefix;
        this.layers = layers;
    }

    /// <summary>All that is set, in the order of its paths.</summary>
    internal IEnumerable<Setting> All =>
        from pair in layers.AsEnumerable().OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
        let layer = layers.Providers.LastOrDefault(p => p.TryGet(pair.Key, out _))
        where layer is not null
        let isVariable = layer is EnvironmentVariablesConfigurationProvider
        select new Setting(pair.Key, pair.Value, isVariable ? Variable(pair.Key) : $"{FileOption} '{file}'") { IsOfFile = !isVariable };

    /// <summary>Reads the sources.</summary>
    /// <param name="file">The file's name as it was given; null for none.</param>
    /// <param name="console">Where the file is looked for, and how the environment variables are named.</param>
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    internal static SettingSources Open(string? file, NodeConsole console)
    {
        var builder = new ConfigurationBuilder();
        using var stream = file is null ? null : ArgumentFile.Open(
            FileOption, file, console, "Give a JSON file such as config/laptop.json.");
        if (stream is not null)
        {
            builder.AddJsonStream(stream);
        }

        try
        {
            return new SettingSources(file, console.SettingPrefix, builder.AddEnvironmentVariables(console.SettingPrefix).Build());
        }
        catch (JsonException e)
        {
            throw new UsageException(
                $"{FileOption} '{file}' is not JSON in line {e.LineNumber + 1}: {Reason(e)}",
                "Correct that line or the one before it; comments and trailing commas are allowed.");
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            throw new UsageException(
                $"{FileOption} '{file}' cannot be used: {e.Message}",
                "Give a JSON object that holds each setting once, such as { \"runtime\": { \"runAhead\": 65536 } }.");
        }
    }

    // The rest of the message counts lines from zero.
    private static string Reason(JsonException malformed) => malformed.Message.Split(" LineNumber: ", 2, StringSplitOptions.None)[0];

    private string Variable(string path) => prefix + path.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();
}
