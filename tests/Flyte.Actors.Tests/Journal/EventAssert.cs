using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Journal;

/// <summary>Compares events by all that they say.</summary>
internal static class EventAssert
{
    internal static void Same(JournalBatch expected, JournalBatch actual)
    {
        Assert.Equal(expected.Root, actual.Root);
        Assert.Equal(expected.Writer, actual.Writer);
        Assert.Equal(expected.Records.Select(r => r.Run), actual.Records.Select(r => r.Run));
        for (var i = 0; i < expected.Records.Count; i++)
        {
            Same(expected.Records[i].Event, actual.Records[i].Event);
        }
    }

    private static void Same(RunEvent expected, RunEvent actual)
    {
        switch (expected, actual)
        {
            case (RunStarted e, RunStarted a):
                Assert.True(e.Spec.IsSameAs(a.Spec), $"{e.Spec} is not {a.Spec}");
                Assert.Equal(e.Spec.Trace, a.Spec.Trace);
                Assert.Equal(e.At, a.At);
                break;
            case (ItemsAdded e, ItemsAdded a):
                Assert.Equal((e.First, e.At, e.Page.Task.Name, e.Page.Options, e.Page.Count), (a.First, a.At, a.Page.Task.Name, a.Page.Options, a.Page.Count));
                Assert.Equal((e.Page.Trace, e.Page.IsUnchecked), (a.Page.Trace, a.Page.IsUnchecked));
                Assert.Equal(Enumerable.Range(0, e.Page.Count).Select(e.Page.FaultAt), Enumerable.Range(0, a.Page.Count).Select(a.Page.FaultAt));
                Same(e.Page.Block!, a.Page.Block!);
                break;
            case (ItemsFinished e, ItemsFinished a):
                Assert.Equal((e.IsRecovered, e.Results.First, e.Results.Count), (a.IsRecovered, a.Results.First, a.Results.Count));
                Assert.Equal(Errors(e.Results), Errors(a.Results));
                Same(e.Results.Block ?? PayloadBlock.Empty, a.Results.Block!);
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private static IEnumerable<ItemError?> Errors(ResultSegment results) =>
        Enumerable.Range(results.First, results.Count).Select(results.ErrorAt);

    private static void Same(PayloadBlock expected, PayloadBlock actual)
    {
        Assert.Equal((expected.Count, expected.Beside), (actual.Count, actual.Beside));
        Assert.Equal(expected.Json.ToArray(), actual.Json.ToArray());
    }
}
