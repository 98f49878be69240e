namespace Flyte.Actors.Runtime;

/// <summary>
/// The threads of the runtime's own actors: no user code runs on them, and Akka's other actors have theirs, so that neither can
/// keep them waiting.
/// </summary>
internal static class FlyteDispatcher
{
    internal const string Id = "flyte.dispatcher";

    internal static string Config { get; } = $$"""
        {{Id}} {
          type = ForkJoinDispatcher
          throughput = 64
          dedicated-thread-pool {
            thread-count = {{Math.Clamp(Environment.ProcessorCount, 2, 16)}}
            threadtype = background
          }
        }
        akka.actor.internal-dispatcher.executor = fork-join-executor
        """;
}
