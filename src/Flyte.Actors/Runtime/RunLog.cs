using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Lines of the log that are about a run: they name it in a property too, by which they are found.</summary>
internal static class RunLog
{
    private const string Property = nameof(TaskContext.RunId);

    internal static ILoggingAdapter Of(IActorContext context, RunId run) => context.GetLogger().About(run);

    internal static ILoggingAdapter About(this ILoggingAdapter log, RunId run) => log.WithContext(Property, run.Value);
}
