using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runtime.Caching;

/// <summary>Whose turn it is to compute a result, and who is told of it.</summary>
public sealed class FlightsTests : TestKit
{
    private readonly Flights flights = new();

    [Fact]
    public async Task One_item_begins_and_the_others_are_told_of_the_result()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        var flight = Join(4);

        Assert.Equal(FlightTurn.Begun, flights.TryBegin(flight, one, 0));
        Assert.Equal(FlightTurn.Waits, flights.TryBegin(flight, one, 1));
        Assert.Equal(FlightTurn.Waits, flights.TryBegin(flight, two, 7));
        Assert.Equal(FlightTurn.Waits, flights.TryBegin(flight, two, item: null));
        flights.Land(flight, "5"u8.ToArray());

        Assert.Equal([1], (await one.ExpectMsgAsync<FlightOver>()).Items);
        Assert.Equal([7], (await two.ExpectMsgAsync<FlightOver>()).Items);
        Assert.Equal(FlightTurn.Landed, flights.TryBegin(flight, two, 8));
        Assert.Equal("5"u8.ToArray(), flights.ValueOf(flight)!.Value.ToArray());
    }

    [Fact]
    public async Task When_it_is_given_up_one_item_of_each_run_tries_next()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        var flight = Begun(one, [1, 2], two, [3, 4]);

        flights.GiveUp(flight);

        Assert.Equal([1], (await one.ExpectMsgAsync<FlightOver>()).Items);
        Assert.Equal([3], (await two.ExpectMsgAsync<FlightOver>()).Items);
        Assert.Equal(FlightTurn.Begun, flights.TryBegin(flight, two, 3));
        Assert.Equal(FlightTurn.Waits, flights.TryBegin(flight, one, 1));
        await HearsNothingAsync(one, two);
    }

    [Fact]
    public async Task One_that_could_try_and_ends_instead_leaves_its_turn_to_the_next()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        var flight = Begun(one, [1, 2, 5], two, [3]);
        flights.GiveUp(flight);
        await one.ExpectMsgAsync<FlightOver>();
        await two.ExpectMsgAsync<FlightOver>();

        flights.Leave(flight, one);

        Assert.Equal([2], (await one.ExpectMsgAsync<FlightOver>()).Items);
        flights.PassOn(flight, one);
        Assert.Equal([5], (await one.ExpectMsgAsync<FlightOver>()).Items);
        await HearsNothingAsync(one, two);
    }

    [Fact]
    public void A_flight_is_there_for_as_long_as_somebody_wants_it()
    {
        var key = new CacheKey(1, 2);
        var joined = flights.Join([key, null, key]);
        Assert.Null(joined[1]);
        Assert.Same(joined[0], joined[2]);
        Assert.Equal(1, flights.Count);

        flights.Land(joined[0]!, "1"u8.ToArray());
        flights.LeaveAll([joined[0]!, joined[2]!]);
        Assert.Equal(1, flights.Count);
        flights.LeaveAll([joined[0]!]);
        Assert.Equal(0, flights.Count);
    }

    private Flight Join(int items) => flights.Join([.. Enumerable.Repeat<CacheKey?>(new CacheKey(1, 2), items)])[0]!;

    private Flight Begun(TestProbe one, int[] ofOne, TestProbe two, int[] ofTwo)
    {
        var flight = Join(1 + ofOne.Length + ofTwo.Length);
        flights.TryBegin(flight, one, 0);
        Array.ForEach(ofOne, item => flights.TryBegin(flight, one, item));
        Array.ForEach(ofTwo, item => flights.TryBegin(flight, two, item));
        return flight;
    }

    private static async Task HearsNothingAsync(params TestProbe[] probes)
    {
        foreach (var probe in probes)
        {
            probe.Ref.Tell("fence");
            await probe.ExpectMsgAsync("fence");
        }
    }
}
