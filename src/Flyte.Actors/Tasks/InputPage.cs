using System.Text;
using System.Text.Json;
using Flyte.Actors.Payloads;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Tasks;

/// <summary>Consecutive inputs of one task, in the order of the caller; the unit in which inputs travel.</summary>
internal abstract class InputPage(TaskDefinition task, TaskOptions options, int count)
{
    internal TaskDefinition Task { get; } = task;

    internal TaskOptions Options { get; } = options;

    internal int Count { get; } = count;

    /// <summary>What single calls are made for; null for the span of their run.</summary>
    internal TraceContext? Trace { get; init; }

    /// <summary>Whether the inputs are JSON that nobody has compared with the task's type: one that does not fit is an error of its item alone.</summary>
    internal virtual bool IsUnchecked => Task is FarTask;

    /// <summary>The inputs as they are recorded, without those that cannot be run; null where nothing is.</summary>
    internal abstract PayloadBlock? Block { get; }

    /// <summary>The inputs from one on.</summary>
    internal InputPage From(int first) => first == 0 ? this : Slice(first, Count - first);

    /// <summary>A part of the inputs.</summary>
    internal abstract InputPage Slice(int from, int count);

    /// <summary>The same inputs in pages that can be recorded; one that cannot be written becomes a fault.</summary>
    internal abstract IReadOnlyList<InputPage> Encode(PayloadLimits limits);

    /// <summary>Why an input cannot be run, or null.</summary>
    internal abstract InputFault? FaultAt(int offset);

    /// <summary>The most bytes that the inputs which cannot be run take when they are recorded.</summary>
    internal int FaultBytes
    {
        get
        {
            var bytes = 0;
            for (var i = 0; Block is { } block && block.Count < Count && i < Count; i++)
            {
                bytes += FaultAt(i)?.Bytes ?? 0;
            }

            return bytes;
        }
    }

    /// <summary>What an input is recognised by when its caller is executed again.</summary>
    internal abstract InputDigest Digest(int offset);

    /// <summary>What the results are kept by; null for an input that cannot be run or written. For tasks with a cache.</summary>
    internal abstract CacheKey?[] CacheKeys();

    /// <summary>The input as JSON for a person to read.</summary>
    internal abstract string? Show(int offset);

    /// <summary>The whole input as JSON; null when it cannot be run or written.</summary>
    internal abstract string? Json(int offset);
}

/// <inheritdoc/>
internal sealed class InputPage<TIn>(
    TaskDefinition task, TaskOptions options, TIn[] items, int start, int count, InputFaults? faults = null, PayloadBlock? block = null)
    : InputPage(task, options, count)
{
    internal TIn[] Items { get; } = items;

    internal int Start { get; } = start;

    /// <summary>The inputs that cannot be run, by their position in <see cref="Items"/>; null when all can.</summary>
    internal InputFaults? Faults { get; } = faults;

    internal override PayloadBlock? Block { get; } = block;

    internal override InputPage Slice(int from, int count)
    {
        var (before, upTo) = (from - FaultsBefore(from), from + count - FaultsBefore(from + count));
        return new InputPage<TIn>(Task, Options, Items, Start + from, count, Faults, Block?.Slice(before, upTo - before)) { Trace = Trace };
    }

    internal override IReadOnlyList<InputPage> Encode(PayloadLimits limits) =>
        Block is null ? new PageEncoder<TIn>(this, limits).Pages() : [this];

    internal override InputFault? FaultAt(int offset) => Faults?.Find(Start + offset);

    internal override InputDigest Digest(int offset) =>
        FaultAt(offset) is { } fault ? InputDigest.Of(fault.Text) : InputDigest.Of(Items[Start + offset]);

    internal override CacheKey?[] CacheKeys()
    {
        var keys = new CacheKey?[Count];
        using var maker = Task.KeysFor(Options.Cache);
        for (var (i, next) = (0, 0); i < keys.Length; i++)
        {
            if (FaultAt(i) is null)
            {
                keys[i] = Block is null ? KeyOf(maker, Items[Start + i]) : maker.Of(Block.Element(next++).Span);
            }
        }

        return keys;
    }

    private static CacheKey? KeyOf(CacheKeys maker, TIn input)
    {
        try
        {
            return maker.Of(JsonSerializer.SerializeToUtf8Bytes(input, PayloadJson.Options));
        }
#pragma warning disable CA1031 // A converter or a property of the user's may throw anything; the item itself will say so.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    internal override string? Show(int offset) =>
        FaultAt(offset) is { } fault ? fault.Text : PayloadJson.Show(Items[Start + offset]);

    internal override string? Json(int offset) =>
        FaultAt(offset) is not null ? null
        : Block is null ? PayloadJson.TryWrite(Items[Start + offset])
        : Encoding.UTF8.GetString(Block.Element(offset - FaultsBefore(offset)).Span);

    private int FaultsBefore(int offset) => Faults is null ? 0 : Enumerable.Range(0, offset).Count(i => FaultAt(i) is not null);
}
