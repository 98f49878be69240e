namespace Flyte.Dashboard.Tests.Support;

/// <summary>The browser of this machine.</summary>
internal static class Chromium
{
    private const string Variable = "FLYTE_TEST_CHROMIUM";
    private const string Remedy = "install the package 'chromium' (on Debian: apt-get install chromium), or put it on PATH";

    /// <summary>Where it is; null where there is none.</summary>
    internal static string? Path { get; } = Find();

    /// <summary>Why tests that need it do not run, or null when they do. Where it is required they fail instead.</summary>
    internal static string? SkipReason => Path is not null || IsRequired ? null : $"There is no Chromium here: {Remedy}.";

    private static bool IsRequired => Environment.GetEnvironmentVariable(Variable) == "required";

    internal static string Require() => Path ?? throw new InvalidOperationException($"{Variable}=required, and there is no Chromium here: {Remedy}.");

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin")
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}

/// <summary>A test that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute.</summary>
    public ChromiumFactAttribute() => Skip = Chromium.SkipReason;
}

/// <summary>The same, for each of its data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    /// <summary>Creates the attribute.</summary>
    public ChromiumTheoryAttribute() => Skip = Chromium.SkipReason;
}
