using Flyte.Node.Inputs;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Inputs;

public sealed class GlobPatternTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public GlobPatternTests()
    {
        foreach (var name in new[] { "a.cs", "b.cs", "c.txt", ".hidden.cs", "src/d.cs", "src/deep/er/e.cs", "src/deep/f1.cs", "src/deep/f22.cs", ".git/g.cs" })
        {
            directory.Write(name);
        }
    }

    [Theory]
    [InlineData("*.cs", "a.cs", "b.cs")]
    [InlineData("./*.cs", "a.cs", "b.cs")]
    [InlineData("?.*", "a.cs", "b.cs", "c.txt")]
    [InlineData("src/*.cs", "src/d.cs")]
    [InlineData("*/*.cs", "src/d.cs")]
    [InlineData("src/**/*.cs", "src/d.cs", "src/deep/er/e.cs", "src/deep/f1.cs", "src/deep/f22.cs")]
    [InlineData("**/f?.cs", "src/deep/f1.cs")]
    [InlineData("**/deep/*.cs", "src/deep/f1.cs", "src/deep/f22.cs")]
    [InlineData("**/deep/**/*.cs", "src/deep/er/e.cs", "src/deep/f1.cs", "src/deep/f22.cs")]
    [InlineData("src/**", "src/d.cs", "src/deep/er/e.cs", "src/deep/f1.cs", "src/deep/f22.cs")]
    [InlineData("s?c/d*", "src/d.cs")]
    [InlineData("src/**/e.cs", "src/deep/er/e.cs")]
    [InlineData("**/../b?cs", "b.cs")]
    [InlineData(".*.cs", ".hidden.cs")]
    [InlineData(".git/*.cs", ".git/g.cs")]
    [InlineData("nowhere/*.cs")]
    [InlineData("a.cs/*")]
    [InlineData("*.[ct]s")]
    public void Patterns_match_as_in_a_shell(string pattern, params string[] expected)
    {
        var found = new FileSearch(directory.Path);
        Assert.Equal(expected.Length > 0, found.Add(pattern));
        Assert.Equal(expected.Select(Full), found.Paths.Select(Full));
    }

    [Fact]
    public void Absolute_patterns_give_absolute_paths()
    {
        var found = new FileSearch("/");
        Assert.True(found.Add(Path.Combine(directory.Path, "src", "**", "e*")));
        Assert.Equal([Path.Combine(directory.Path, "src/deep/er/e.cs")], found.Paths);
    }

    [Fact]
    public void Each_file_is_found_once_in_ordinal_order()
    {
        var found = new FileSearch(directory.Path);
        found.Add("src/*.cs");
        found.Add("*.cs");
        found.Add("src/../b.cs");
        found.Add("B.cs");
        found.Add(Path.Combine(directory.Path, "a.cs"));
        Assert.Equal(["B.cs", "a.cs", "b.cs", "src/d.cs"], found.Paths);
    }

    [Fact]
    public void A_path_without_a_pattern_is_taken_as_it_is()
    {
        var found = new FileSearch(directory.Path);
        Assert.True(found.Add("no-such-file.txt"));
        Assert.False(found.Add(""));
        Assert.Equal(["no-such-file.txt"], found.Paths);
    }

    [Fact]
    public void Links_to_directories_are_not_followed_in_depth()
    {
        Directory.CreateSymbolicLink(Path.Combine(directory.Path, "src", "loop"), directory.Path);
        var found = new FileSearch(directory.Path);
        found.Add("**/d.cs");
        Assert.Equal(["src/d.cs"], found.Paths);
    }

    public void Dispose() => directory.Dispose();

    private string Full(string path) => Path.GetFullPath(path, directory.Path);
}
