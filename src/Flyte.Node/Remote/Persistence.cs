namespace Flyte.Node.Remote;

/// <summary>
/// How long somebody is waited for who has answered before: a node is started again, or a network is away for a moment. Who has never
/// answered is not.
/// </summary>
internal sealed class Persistence(NodeConsole console, string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private long? lostAt;
    private TimeSpan pause = First;
    private bool isSaid;

    /// <summary>Whether it has answered.</summary>
    internal bool IsKnown { get; private set; }

    /// <summary>It has answered.</summary>
    internal void Heard()
    {
        lock (gate)
        {
            if (isSaid)
            {
                console.Say($"{name} answers again");
            }

            (IsKnown, isSaid, pause, lostAt) = (true, false, First, null);
        }
    }

    /// <summary>Waits before it is asked again.</summary>
    /// <param name="why">Why it has to be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when there is no use in it.</returns>
    internal async Task<bool> WaitAsync(string why, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (gate)
        {
            lostAt ??= console.Time.GetTimestamp();
            if (!IsKnown || console.Time.GetElapsedTime(lostAt.Value) > Patience)
            {
                return false;
            }

            // What is mended at once is not worth a word.
            if (!isSaid && pause > First)
            {
                isSaid = true;
                console.Say($"{why} Trying again for {Patience.TotalSeconds:0} s.");
            }

            wait = pause;
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }

        await Task.Delay(wait, console.Time, cancellation).ConfigureAwait(false);
        return true;
    }
}
