using System.Text;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Protocol;

/// <summary>Cuts a list of runs to what one message takes, one run at least.</summary>
internal static class RunListCut
{
    private const int SizeOfRest = 256;

    internal static RunList Of(IReadOnlyList<RunInfo> runs, int maxBytes)
    {
        var (count, bytes) = (0, 0L);
        while (maxBytes > 0 && count < runs.Count && ((bytes += SizeOf(runs[count])) <= maxBytes || count == 0))
        {
            count++;
        }

        return maxBytes == 0 || count == runs.Count ? new RunList(runs) : new RunList([.. runs.Take(count)], IsCut: true);
    }

    internal static long SizeOf(RunInfo run) =>
        SizeOfRest + Utf8(run.Id) + Utf8(run.Task) + Utf8(run.Name) + Utf8(run.RerunOf) + Utf8(run.Notice) + Errors.SizeOf(run.Error)
        + run.Labels.Sum(label => 8L + Utf8(label.Key) + Utf8(label.Value));

    private static long Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
