using System.Collections;
using System.Globalization;

namespace Flyte.Actors.Telemetry;

/// <summary>What the lines of a log are about that are written while a body runs: its item. Reads as "run x item 3".</summary>
/// <remarks>It says the same for as long as anybody holds it: who sends lines elsewhere looks at it later.</remarks>
internal sealed class ItemScope(string run, int item, int attempt, string task) : IReadOnlyList<KeyValuePair<string, object?>>
{
    internal const string RunKey = "RunId";
    internal const string ItemKey = "Item";

    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new(RunKey, run),
        1 => new(ItemKey, item),
        2 => new("Attempt", attempt),
        3 => new("Task", task),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} values."),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"run {run} item {item}");
}
