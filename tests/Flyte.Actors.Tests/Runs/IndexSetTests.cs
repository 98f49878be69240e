using Flyte.Actors.Runs;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>An index set against a set of numbers.</summary>
public sealed class IndexSetTests
{
    private const int Highest = 1200;

    [Property(MaxTest = 300)]
    public Property It_contains_what_was_added_and_nothing_else() => Prop.ForAll(Additions(), additions =>
    {
        var (set, model) = Fill(additions);

        return Enumerable.Range(0, Highest + 200).All(index => set.Contains(index) == model.Contains(index));
    });

    [Property(MaxTest = 300)]
    public Property A_gap_is_as_long_as_the_indices_are_missing() => Prop.ForAll(Additions(), Gen.Choose(0, Highest + 100).ToArbitrary(), Gen.Choose(0, 300).ToArbitrary(), (additions, first, max) =>
    {
        var (set, model) = Fill(additions);

        return set.GapAt(first, max) == Enumerable.Range(first, max).TakeWhile(index => !model.Contains(index)).Count();
    });

    [Property(MaxTest = 300)]
    public Property A_range_is_free_of_gaps_when_all_of_it_was_added() => Prop.ForAll(Additions(), Gen.Choose(0, Highest).ToArbitrary(), Gen.Choose(0, 150).ToArbitrary(), (additions, first, count) =>
    {
        var (set, model) = Fill(additions);

        return set.GapFree(first, count) == Enumerable.Range(first, count).All(model.Contains);
    });

    [Property(MaxTest = 300)]
    public Property The_next_index_is_the_lowest_from_there_on() => Prop.ForAll(Additions(), Gen.Choose(0, Highest + 200).ToArbitrary(), (additions, end) =>
    {
        var (set, model) = Fill(additions);

        return Enumerable.Range(0, end + 1).All(from =>
            IndexSet.Next(set.Word, from, end) == Enumerable.Range(from, end - from).FirstOrDefault(model.Contains, end)
            && IndexSet.Next(word => ~set.Word(word), from, end) == Enumerable.Range(from, end - from).FirstOrDefault(i => !model.Contains(i), end));
    });

    [Property(MaxTest = 100)]
    public Property Whatever_fills_from_below_is_contained_at_every_moment() => Prop.ForAll(Gen.Choose(1, 130).ArrayOf(20).ToArbitrary(), counts =>
    {
        var (set, end) = (new IndexSet(), 0);
        return counts.All(count =>
        {
            set.Add(end, count);
            end += count;
            return set.GapFree(0, end) && !set.Contains(end) && set.GapAt(end, 100) == 100;
        });
    });

    private static Arbitrary<(int First, int Count)[]> Additions()
    {
        var low = from first in Gen.Choose(0, 200) from count in Gen.Choose(1, 200) select (first, count);
        var any = from first in Gen.Choose(0, Highest - 200) from count in Gen.Choose(1, 200) select (first, count);
        return Gen.Frequency((3, low), (2, any)).ArrayOf().ToArbitrary();
    }

    private static (IndexSet Set, HashSet<int> Model) Fill((int First, int Count)[] additions)
    {
        var (set, model) = (new IndexSet(), new HashSet<int>());
        foreach (var (first, count) in additions)
        {
            set.Add(first, count);
            model.UnionWith(Enumerable.Range(first, count));
        }

        return (set, model);
    }
}
