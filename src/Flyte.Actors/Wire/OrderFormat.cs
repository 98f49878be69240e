using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>The order of results, and the phases of items.</summary>
internal static class OrderFormat
{
    internal static Proto.ReadOrder Write(ReadOrder order) => order == ReadOrder.Inputs ? Proto.ReadOrder.Inputs : Proto.ReadOrder.Completed;

    internal static ReadOrder Read(Proto.ReadOrder wire) => wire switch
    {
        Proto.ReadOrder.Inputs => ReadOrder.Inputs,
        Proto.ReadOrder.Completed => ReadOrder.Completed,
        _ => throw new InvalidDataException($"It has the order {(int)wire}, which is none."),
    };

    internal static Proto.ItemPhase Write(ItemPhase? phase) => phase is { } of ? (Proto.ItemPhase)(of + 1) : Proto.ItemPhase.Unspecified;

    internal static ItemPhase? ReadAny(Proto.ItemPhase wire) => wire == Proto.ItemPhase.Unspecified ? null : Read(wire);

    internal static ItemPhase Read(Proto.ItemPhase wire) => (ItemPhase)(wire - 1) is var phase && Enum.IsDefined(phase)
        ? phase
        : throw new InvalidDataException($"It has the phase {(int)wire} of an item, which this version does not know.");
}
