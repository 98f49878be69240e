using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Whatever an item actor dies of, it is started again; in its last breath it has told what became of its lease.</summary>
internal sealed class ItemSupervision(RunId run) : OneForOneStrategy(
    maxNrOfRetries: -1,
    withinTimeMilliseconds: -1,
    decider: Akka.Actor.Decider.From(e => e is ActorInitializationException ? Directive.Stop : Directive.Restart),
    loggingEnabled: true)
{
    protected override void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        var log = context.GetLogger();
        if (cause is ItemActorCrashedException { Item: { } item, InnerException: { } reason })
        {
            log.About(run, item).Error(reason, "The item actor of item {0} of run {1} has crashed and is started again: {2}", item, run, reason.Message);
        }
        else
        {
            log.About(run).Error(cause, "The item actor {0} of run {1} has crashed: {2}", child.Path.Name, run, cause.Message);
        }
    }
}
