using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class ConvergenceTests
{
    private const int Enough = 200;

    [Property(MaxTest = 60)]
    public Property Whatever_joins_and_leaves_no_slot_is_idle_that_a_run_could_use_and_then_all_is_quiet() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var fleet = new Fleet(seed);
            for (var i = random.Next(1, 14); i > 0; i--)
            {
                fleet.Join(random.Next(1, 33), isSlow: random.Next(5) == 0);
            }

            for (var i = 0; i < 12; i++)
            {
                Happen(fleet, random);
                fleet.Round();
            }

            var rounds = RoundsUntilQuiet(fleet);
            var problem = rounds == Enough ? "it is never quiet" : fleet.Problem();
            return (problem is null).Label($"seed {seed}, after {rounds} rounds: {problem}");
        });

    [Fact]
    public void Equal_runs_have_equal_parts_of_equal_nodes()
    {
        var fleet = new Fleet(1);
        Enumerable.Range(0, 4).ToList().ForEach(_ => fleet.Join(64));
        Enumerable.Range(0, 8).ToList().ForEach(_ => fleet.Start(100));

        Settle(fleet);

        Assert.All(fleet.Runs, run => Assert.InRange(run.Slots, 31, 33));
        Assert.Equal(fleet.Slots, fleet.Runs.Sum(run => run.Slots));
    }

    [Fact]
    public void A_joined_node_is_full_after_two_rounds_while_work_waits()
    {
        var fleet = new Fleet(1);
        Enumerable.Range(0, 3).ToList().ForEach(_ => fleet.Join(64));
        Enumerable.Range(0, 3).ToList().ForEach(_ => fleet.Start(200));
        Settle(fleet);

        var joined = fleet.Join(64);
        fleet.Round();
        fleet.Round();

        Assert.Equal(0, joined.Book.Load.Free);
    }

    [Fact]
    public void A_run_moves_its_part_to_a_joined_node_though_it_lacks_nothing()
    {
        var fleet = new Fleet(1);
        Enumerable.Range(0, 3).ToList().ForEach(_ => fleet.Join(64));
        var run = fleet.Start(96);
        Settle(fleet);

        var joined = fleet.Join(64);
        Settle(fleet);

        Assert.Equal(24, run.Links[joined.Name].InUse);
        Assert.Equal(96, run.Slots);
    }

    [Fact]
    public void What_a_run_leaves_goes_to_those_that_lack_slots()
    {
        var fleet = new Fleet(1);
        Enumerable.Range(0, 3).ToList().ForEach(_ => fleet.Join(64));
        var (first, second) = (fleet.Start(192), fleet.Start(192));
        Settle(fleet);
        Assert.Equal(96, second.Slots);

        Fleet.End(first);
        Settle(fleet);

        Assert.Equal((0, 192), (first.Slots, second.Slots));
    }

    private static void Settle(Fleet fleet) => Assert.InRange(RoundsUntilQuiet(fleet), 0, Enough - 1);

    // What changed in a quiet round is planned with in the next one.
    private static int RoundsUntilQuiet(Fleet fleet) =>
        Enumerable.Range(0, Enough).TakeWhile(_ => fleet.Round() + fleet.Round() > 0).Count();

    private static void Happen(Fleet fleet, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                fleet.Join(random.Next(1, 33), isSlow: random.Next(5) == 0);
                break;
            case 1 when fleet.Any() is { } node:
                fleet.Lose(node);
                break;
            case 2 when fleet.Runs.Count > 0:
                Fleet.End(fleet.Runs[random.Next(fleet.Runs.Count)]);
                break;
            case 3 when fleet.Runs.Count > 0:
                fleet.Runs[random.Next(fleet.Runs.Count)].Items = random.Next(1, 100);
                break;
            default:
                fleet.Start(random.Next(1, 200));
                break;
        }
    }
}
