namespace Flyte.Actors.Tasks;

/// <summary>Several inputs side by side: of one length, unless they may be cut to the shortest.</summary>
internal static class Zip
{
    private static readonly string[] Names = ["first", "second", "third", "fourth"];

    internal static IEnumerable<(T1, T2)> Of<T1, T2>(IEnumerable<T1> first, IEnumerable<T2> second, MapOptions? options) =>
        Pairs(first, second, Check(options, first, second));

    internal static IEnumerable<(T1, T2, T3)> Of<T1, T2, T3>(
        IEnumerable<T1> first, IEnumerable<T2> second, IEnumerable<T3> third, MapOptions? options)
    {
        var strict = Check(options, first, second, third);
        return Pairs(Pairs(first, second, strict), third, strict).Select(p => (p.Item1.Item1, p.Item1.Item2, p.Item2));
    }

    internal static IEnumerable<(T1, T2, T3, T4)> Of<T1, T2, T3, T4>(
        IEnumerable<T1> first, IEnumerable<T2> second, IEnumerable<T3> third, IEnumerable<T4> fourth, MapOptions? options)
    {
        var strict = Check(options, first, second, third, fourth);
        return Pairs(Pairs(first, second, strict), Pairs(third, fourth, strict), strict)
            .Select(p => (p.Item1.Item1, p.Item1.Item2, p.Item2.Item1, p.Item2.Item2));
    }

    // Lengths that are known are compared at the call; the others when the shorter one ends.
    private static bool Check(MapOptions? options, params System.Collections.IEnumerable[] inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(inputs[i], Names[i]);
        }

        var strict = options?.Truncate != true;
        var lengths = inputs.Select(input => input is System.Collections.ICollection c ? c.Count : -1).Where(n => n >= 0).Distinct().ToArray();
        return !strict || lengths.Length <= 1
            ? strict
            : throw new ArgumentException(
                $"The inputs have unequal lengths: {string.Join(" and ", lengths)}. Give inputs of one length, or set MapOptions.Truncate to cut them to the shortest.");
    }

    private static IEnumerable<(T1, T2)> Pairs<T1, T2>(IEnumerable<T1> first, IEnumerable<T2> second, bool strict)
    {
        using var left = first.GetEnumerator();
        using var right = second.GetEnumerator();
        for (var count = 0; ; count++)
        {
            var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
            if (hasLeft && hasRight)
            {
                yield return (left.Current, right.Current);
            }
            else if (hasLeft == hasRight || !strict)
            {
                yield break;
            }
            else
            {
                throw new ArgumentException(
                    $"The inputs have unequal lengths: one ends after {count} items, another has at least {count + 1}. Give inputs of one length, or set MapOptions.Truncate to cut them to the shortest.");
            }
        }
    }
}
