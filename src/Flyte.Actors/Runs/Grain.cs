namespace Flyte.Actors.Runs;

/// <summary>
/// How many items a lease has: one at first, many times as many while leases take far less than a millisecond, few again for
/// slow items, and never so many that another slot would have to wait for work at the end; unless all that waits takes less than
/// it takes to hand it out in parts.
/// </summary>
internal sealed class Grain
{
    internal const int Max = 8192;
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Negligible = Target / 16;

    internal int Size { get; private set; } = 1;

    /// <summary>How long an item of the last lease took; null before the first.</summary>
    internal TimeSpan? Pace { get; private set; }

    internal int Next(int waiting, int slots) => waiting * Pace <= Negligible
        ? Math.Clamp(waiting, 1, Max)
        : Math.Clamp(waiting / (2 * Math.Max(1, slots)), 1, Size);

    /// <summary>Notes how long items take that are like those to come.</summary>
    internal void Expect(TimeSpan? pace) => Pace ??= pace;

    internal void Observe(int count, TimeSpan elapsed)
    {
        if (count == 0)
        {
            return;
        }

        Pace = elapsed / count;
        if (elapsed < Target)
        {
            if (count >= Size)
            {
                Size = Math.Min(Size * (elapsed < Target / 64 ? 16 : 4), Max);
            }
        }
        else if (elapsed > 2 * Target)
        {
            Size = Math.Clamp((int)(count * (Target / elapsed)), 1, Size);
        }
    }
}
