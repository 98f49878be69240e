using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>The warnings and errors that the loggers of a system write, from now on.</summary>
internal sealed class Warnings
{
    private readonly ConcurrentQueue<string> lines = [];

    private Warnings()
    {
    }

    internal IReadOnlyList<string> All => [.. lines];

    internal static Warnings Of(ActorSystem system)
    {
        var warnings = new Warnings();
        var listener = system.ActorOf(Props.Create(() => new Listener(warnings.lines)));
        system.EventStream.Subscribe(listener, typeof(Warning));
        system.EventStream.Subscribe(listener, typeof(Error));
        return warnings;
    }

    private sealed class Listener(ConcurrentQueue<string> lines) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LogEvent said && Context.System.Settings.LogFilter.ShouldTryKeepMessage(said, out var line))
            {
                lines.Enqueue(line);
            }
        }
    }
}
