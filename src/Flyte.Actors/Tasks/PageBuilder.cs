using Flyte.Actors.Payloads;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Tasks;

/// <summary>Gathers inputs until a page is full or the source makes a pause.</summary>
internal struct PageBuilder<TIn>(TaskDefinition task, TaskOptions options, int max)
{
    private TIn[]? items;
    private InputFaults? faults;

    internal int Count { get; private set; }

    internal readonly bool IsFull => Count == max;

    internal void Add(TIn item)
    {
        if (items is null)
        {
            items = new TIn[Math.Min(max, 16)];
        }
        else if (Count == items.Length)
        {
            Array.Resize(ref items, Math.Min(max, Count * 4));
        }

        items[Count++] = item;
    }

    internal void AddFault(InputFault fault)
    {
        faults ??= new InputFaults();
        faults.Add(Count, fault);
        Add(default!);
    }

    /// <param name="block">The inputs as they are recorded, without those that cannot be run; null where nothing is.</param>
    /// <param name="trace">What they are for; null for the span of their run.</param>
    internal readonly InputPage? Build(PayloadBlock? block = null, TraceContext? trace = null) =>
        items is null ? null : new InputPage<TIn>(task, options, items, 0, Count, faults, block) { Trace = trace };
}
