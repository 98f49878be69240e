using Akka.Event;

namespace Flyte.Actors.Cluster;

/// <summary>Says why a node is in no cluster yet: in one line, and again only when that is another one.</summary>
/// <param name="settings">Those of the node.</param>
/// <param name="name">The name of the cluster.</param>
/// <param name="log">Where it is said.</param>
internal sealed class SeedReport(FlyteCluster settings, string name, ILoggingAdapter log)
{
    // Looking knocks at doors, which somebody may hear.
    private const int LongestPause = 6;

    private volatile string said = "";
    private int turn;
    private int next = 1;

    /// <summary>Says what is so now; seldomer, the longer it goes on.</summary>
    /// <param name="walk">What has come of asking the seed nodes.</param>
    /// <param name="member">A node that is in the cluster and does not answer; null where none is known of.</param>
    internal async Task SayAsync(SeedWalk walk, string? member)
    {
        if (++turn < next)
        {
            return;
        }

        next = Math.Min(2 * turn, turn + LongestPause);
        var (silent, outside, errors) = walk.TakeReport();
        if (silent.Count > 0)
        {
            var what = await SeedProbe.DescribeAsync(silent, settings, name, errors).ConfigureAwait(false);
            Say(member is null ? $"and goes on trying: {what}." : $"and founds none beside it: '{member}' is in it already, as the database says. It goes on trying: {what}.");
        }
        else
        {
            Say(outside.Count > 0
                ? $"and goes on trying: {string.Join(", ", outside)} answer, and are in none themselves. The first of the seed nodes founds it."
                : "and goes on trying: it has asked to join, and waits to be taken in.");
        }
    }

    private void Say(string what)
    {
        if (said != what)
        {
            said = what;
            log.Warning("This node is not in the cluster '{0}' yet, {1}", name, what);
        }
    }
}
