using Akka.TestKit.Xunit2;
using Flyte.Actors.Client;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A client's end of a run talks to the run straight once it knows it, and never out of order.</summary>
public sealed class RunLinkTests : TestKit
{
    private static readonly RunId Id = new("run-1");

    private readonly RunLinks links = new(TimeSpan.FromMinutes(1));

    [Fact]
    public async Task Inputs_go_straight_to_the_run_only_when_those_by_the_door_are_acknowledged()
    {
        var (door, run) = (CreateTestProbe(), CreateTestProbe());
        using var link = new RunLink(Sys, door.Ref, Id, links);

        link.TellInOrder(Items(offset: 0, 1, 2));
        await door.ExpectMsgAsync<AddItems>(m => m.Offset == 0);
        door.Reply(new RunAccepted(Id, run.Ref));
        link.TellInOrder(Items(offset: 2, 3));
        await door.ExpectMsgAsync<AddItems>(m => m.Offset == 2);
        run.Send(door.LastSender, new ItemsAccepted(Id, Next: 2, Credit: 9, IsStopping: false));
        link.TellInOrder(Items(offset: 3, 4));
        await door.ExpectMsgAsync<AddItems>(m => m.Offset == 3);
        run.Send(door.LastSender, new ItemsAccepted(Id, Next: 4, Credit: 9, IsStopping: false));
        link.TellInOrder(Items(offset: 4, 5));

        await run.ExpectMsgAsync<AddItems>(m => m.Offset == 4);
    }

    protected override void Dispose(bool disposing)
    {
        links.Dispose();
        base.Dispose(disposing);
    }

    private static AddItems Items(int offset, params int[] items)
    {
        var task = new TaskEnvironment("links").Task("twice", (int i) => 2 * i).Definition;
        return new AddItems(Id, offset, new InputPage<int>(task, TaskOptions.Default, items, 0, items.Length), IsLast: false);
    }
}
