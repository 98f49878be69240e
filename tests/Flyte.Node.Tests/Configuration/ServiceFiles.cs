using System.Text.Json;
using Flyte.Node.Configuration;

namespace Flyte.Node.Tests.Configuration;

/// <summary>What the files of settings say of the service around the runtime.</summary>
internal static class ServiceFiles
{
    internal static void CheckDefaults(NodeSettings settings)
    {
        var read = settings.Web;
        Assert.Equal(new TelemetrySettings(), settings.Telemetry);
        Assert.Empty(read.Keys);
        string[] none = [];
        Assert.Equal(new WebSettings { Keys = none }.ToString(), (read with { Keys = none }).ToString());
    }

    /// <summary>All its settings are in a file.</summary>
    internal static void CheckWhole(JsonElement file)
    {
        CheckWhole(file.GetProperty(WebSettings.Group), typeof(WebSettings));
        CheckWhole(file.GetProperty(TelemetrySettings.Group), typeof(TelemetrySettings));
    }

    private static void CheckWhole(JsonElement group, Type settings) => Assert.Equal(
        settings.GetProperties().Select(option => JsonNamingPolicy.CamelCase.ConvertName(option.Name)), group.EnumerateObject().Select(setting => setting.Name));
}
