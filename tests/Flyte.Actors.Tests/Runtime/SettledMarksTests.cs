using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The index is said to have followed the journal only so far as nothing can be missing.</summary>
public sealed class SettledMarksTests
{
    private static readonly TimeSpan Start = TimeSpan.FromDays(3);

    private readonly SettledMarks marks = new(TimeSpan.FromSeconds(60));

    [Fact]
    public void Nothing_is_settled_before_its_time()
    {
        Assert.Null(Settle(0, [(1, "a"), (2, "b")], "a", "b"));
        Assert.Null(Settle(59, [(1, "a"), (2, "b")], "a", "b"));
        Assert.Equal(2, Settle(60, [(1, "a"), (2, "b"), (3, "a")], "a", "b"));
        Assert.Null(Settle(119, [(3, "a")], "a", "b"));
        Assert.Equal(3, Settle(120, [(3, "a")], "a", "b"));
        Assert.Null(Settle(180, [], "a", "b"));
    }

    [Fact]
    public void What_is_committed_late_holds_back_what_is_behind_it()
    {
        Assert.Null(Settle(0, [(2, "a")], "a", "late"));
        Assert.Null(Settle(60, [(1, "late"), (2, "a")], "a", "late"));
        Assert.Equal(2, Settle(120, [(1, "late"), (2, "a")], "a", "late"));
    }

    [Fact]
    public void What_the_index_does_not_have_holds_back_what_is_behind_it()
    {
        Assert.Null(Settle(0, [(1, "a"), (2, "lost"), (3, "b")], "a", "b"));
        Assert.Equal(1, Settle(100, [(1, "a"), (2, "lost"), (3, "b")], "a", "b"));
        Assert.Null(Settle(1000, [(2, "lost"), (3, "b")], "a", "b"));
        Assert.Equal(3, Settle(2000, [(2, "lost"), (3, "b")], "a", "b", "lost"));
    }

    [Fact]
    public void What_was_removed_holds_nothing_back()
    {
        Assert.Null(Settle(0, [(1, "removed"), (2, "a")], "a"));
        Assert.Equal(2, Settle(60, [(2, "a")], "a"));
    }

    private long? Settle(int second, (long Offset, string Root)[] there, params string[] known) => marks.Settle(
        [.. there.Select(mark => new RootMark(mark.Offset, new RunId(mark.Root)))], known.ToHashSet(StringComparer.Ordinal), Start + TimeSpan.FromSeconds(second));
}
