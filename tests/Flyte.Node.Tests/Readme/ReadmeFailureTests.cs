namespace Flyte.Node.Tests.Readme;

/// <summary>What the page says of failures is shown by tests that there are.</summary>
public sealed class ReadmeFailureTests
{
    private static readonly IReadOnlyList<string[]> Failures = ReadmePage.Rows(ReadmePage.Section("### When something fails"));

    private static readonly HashSet<string> Tests = Directory
        .EnumerateFiles(Path.Combine(ReadmePage.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Each_names_what_holds_what_is_seen_and_tests_that_there_are()
    {
        Assert.NotEmpty(Failures);
        Assert.All(Failures, row =>
        {
            Assert.All(row, Assert.NotEmpty);
            Assert.Subset(Tests, row[3].Split(", ").ToHashSet(StringComparer.Ordinal));
        });
    }
}
