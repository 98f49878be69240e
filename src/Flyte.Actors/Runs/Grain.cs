namespace Flyte.Actors.Runs;

/// <summary>
/// How many items a lease has: one at first, many times as many while leases take far less than a millisecond, few again for
/// slow items, and never so many that another slot would have to wait for work at the end.
/// </summary>
internal sealed class Grain
{
    internal const int Max = 8192;
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(1);

    internal int Size { get; private set; } = 1;

    internal int Next(int waiting, int slots) => Math.Clamp(waiting / (2 * Math.Max(1, slots)), 1, Size);

    internal void Observe(int count, TimeSpan elapsed)
    {
        if (count == 0)
        {
            return;
        }

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
