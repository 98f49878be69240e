using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace Flyte.Actors.Benchmarks;

/// <summary>What Akka.NET offers for the same work, on an actor system of its own.</summary>
internal sealed class AkkaPeers : IAsyncDisposable
{
    private readonly ActorSystem system;
    private readonly ActorMaterializer materializer;

    public AkkaPeers()
    {
        system = ActorSystem.Create("peers", ConfigurationFactory.ParseString("akka.loglevel = WARNING"));
        materializer = system.Materializer();
    }

    /// <summary>A stream that keeps the order.</summary>
    public async Task<List<int>> SelectAsync(int[] items, int concurrency, Func<int, ValueTask<int>> body)
    {
        var results = new List<int>();
        await Source.From(items)
            .SelectAsync(concurrency, item => body(item).AsTask())
            .RunForeach(results.Add, materializer);
        return results;
    }

    /// <summary>A pool of actors that answer with what they were sent.</summary>
    public IActorRef EchoRouter(int actors) => system.ActorOf(Props.Create<Echo>().WithRouter(new RoundRobinPool(actors)));

    public async ValueTask DisposeAsync()
    {
        materializer.Dispose();
        await system.Terminate();
        system.Dispose();
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
