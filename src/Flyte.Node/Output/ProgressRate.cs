namespace Flyte.Node.Output;

/// <summary>Items a second over the last seconds, so that the time left follows a run that changes its pace.</summary>
internal sealed class ProgressRate
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(DateTimeOffset At, int Done)> samples = new();

    /// <summary>Takes a sample, and returns the rate up to it; 0 until there are two.</summary>
    internal double Observe(DateTimeOffset at, int done)
    {
        samples.Enqueue((at, done));
        while (samples.Count > 2 && at - samples.Peek().At > Window)
        {
            samples.Dequeue();
        }

        var (firstAt, firstDone) = samples.Peek();
        return at > firstAt ? Math.Max(0, (done - firstDone) / (at - firstAt).TotalSeconds) : 0;
    }
}
