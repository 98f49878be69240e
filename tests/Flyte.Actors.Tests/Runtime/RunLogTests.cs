using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Lines of the log about a run are found by its id.</summary>
public sealed class RunLogTests() : TestKit(FaultyJournal.Config + "akka.loglevel = WARNING")
{
    [Fact]
    public void A_line_has_the_run_as_a_property_and_reads_as_ever()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));

        Sys.Log.About(new RunId("run-1")).Warning("The run {0} waits.", "run-1");

        var line = ExpectMsg<Warning>();
        Assert.True(line.TryGetProperties(out var properties));
        Assert.Equal("run-1", properties!["RunId"]);
        Assert.Equal("The run run-1 waits.", $"{line.Message}");
    }

    [Fact]
    public async Task A_journal_that_does_not_answer_says_so_of_its_run()
    {
        var root = new RunId("told");
        var store = FaultyStore.Create(root, operation => operation == Operation.Write ? Fault.Fails : Fault.None);
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        var tree = KeeperParent.Start(Sys, JournalKeeper.Props(root, WriterStart.Recover, KeeperParent.Recording(store)), _ => { });

        tree.Tell(new Append(root, 1, [new RunStarted(new RunSpec { Id = root, Concurrency = 1 }, default)], TestActor), TestActor);
        var line = (Warning)await FishForMessageAsync(message => message is Warning said && $"{said.Message}".Contains("does not answer", StringComparison.Ordinal), Patience.Bound);

        Assert.True(line.TryGetProperties(out var properties));
        Assert.Equal("told", properties!["RunId"]);
    }

    [Fact]
    public void The_crash_of_an_item_actor_names_the_item()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var run = Sys.ActorOf(Props.Create(() => new Crashing()));

        run.Tell(new ItemActorCrashedException(new InvalidOperationException("Out of order."), item: 3));

        var line = ExpectMsg<Error>();
        Assert.True(line.TryGetProperties(out var properties));
        Assert.Equal(("run-1", 3), (properties!["RunId"], properties["Item"]));
        Assert.Equal("The item actor of item 3 of run run-1 has crashed and is started again: Out of order.", $"{line.Message}");
    }

    private sealed class Crashing : UntypedActor
    {
        private readonly IActorRef child = Context.ActorOf(Props.Create(() => new Child()));

        protected override SupervisorStrategy SupervisorStrategy() => new ItemSupervision(new RunId("run-1"));

        protected override void OnReceive(object message) => child.Tell(message);

        private sealed class Child : UntypedActor
        {
            protected override void OnReceive(object message) => throw (Exception)message;
        }
    }
}
