using Flyte.Actors.Runs;
using FsCheck.Xunit;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class TimetableTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public bool What_is_due_is_taken_in_the_order_of_its_time(byte[] seconds)
    {
        var (timetable, taken) = (new Timetable(), new List<int>());
        foreach (var second in seconds)
        {
            timetable.Retry(second, attempts: 1, Start.AddSeconds(second));
        }

        while (timetable.TryTake(Start.AddSeconds(100), out var due))
        {
            taken.Add(due.First);
        }

        return taken.SequenceEqual(seconds.Where(s => s <= 100).Select(s => (int)s).Order())
            && timetable.Next == seconds.Where(s => s > 100).Select(s => (DateTimeOffset?)Start.AddSeconds(s)).Min();
    }

    [Fact]
    public void Times_of_different_zones_are_compared_as_moments()
    {
        var timetable = new Timetable();
        timetable.Retry(7, attempts: 2, Start.ToOffset(TimeSpan.FromHours(5)));

        Assert.False(timetable.TryTake(Start.AddTicks(-1), out _));
        Assert.True(timetable.TryTake(Start, out var due));
        Assert.Equal(new Due(DueKind.Retry, 7, 1, Attempts: 2), due);
    }
}
