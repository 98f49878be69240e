using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Consecutive inputs of one task, in the order of the caller; the unit in which inputs travel.</summary>
internal abstract class InputPage(TaskDefinition task, TaskOptions options, int count)
{
    internal TaskDefinition Task { get; } = task;

    internal TaskOptions Options { get; } = options;

    internal int Count { get; } = count;

    /// <summary>What remains after the first <paramref name="count"/> inputs, when those have been received already.</summary>
    internal abstract InputPage Skip(int count);

    /// <summary>What an input is recognised by when its caller is executed again.</summary>
    internal abstract InputDigest Digest(int offset);

    /// <summary>The input as JSON for a person to read.</summary>
    internal abstract string? Show(int offset);
}

/// <inheritdoc/>
internal sealed class InputPage<TIn>(TaskDefinition task, TaskOptions options, TIn[] items, int start, int count, InputFaults? faults = null)
    : InputPage(task, options, count)
{
    internal TIn[] Items { get; } = items;

    internal int Start { get; } = start;

    /// <summary>The inputs that could not be read, by their position in <see cref="Items"/>; null when all could.</summary>
    internal InputFaults? Faults { get; } = faults;

    internal override InputPage Skip(int count) => new InputPage<TIn>(Task, Options, Items, Start + count, Count - count, Faults);

    internal override InputDigest Digest(int offset) =>
        Faults?.Find(Start + offset) is { } fault ? InputDigest.Of(fault.Text) : InputDigest.Of(Items[Start + offset]);

    internal override string? Show(int offset) =>
        Faults?.Find(Start + offset) is { } fault ? fault.Text : PayloadJson.Show(Items[Start + offset]);
}
