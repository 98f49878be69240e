using System.Text.Json;
using Flyte.Node.Configuration;

namespace Flyte.Node.Tests.Configuration;

/// <summary>What the files of settings say of the web interface.</summary>
internal static class WebFiles
{
    internal static void CheckDefaults(WebSettings read)
    {
        Assert.Empty(read.Keys);
        string[] none = [];
        Assert.Equal(new WebSettings { Keys = none }.ToString(), (read with { Keys = none }).ToString());
    }

    /// <summary>All its settings are in a file.</summary>
    internal static void CheckWhole(JsonElement group) => Assert.Equal(
        typeof(WebSettings).GetProperties().Select(option => JsonNamingPolicy.CamelCase.ConvertName(option.Name)), group.EnumerateObject().Select(setting => setting.Name));
}
