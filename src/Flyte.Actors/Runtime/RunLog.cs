using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Runs;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runtime;

/// <summary>Lines of the log that are about a run, or an item of it: they name them in properties too, by which they are found.</summary>
internal static class RunLog
{
    internal static ILoggingAdapter Of(IActorContext context, RunId run) => context.GetLogger().About(run);

    internal static ILoggingAdapter About(this ILoggingAdapter log, RunId run) => log.WithContext(ItemScope.RunKey, run.Value);

    internal static ILoggingAdapter About(this ILoggingAdapter log, RunId run, int item) => log.About(run).WithContext(ItemScope.ItemKey, item);
}
