using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Cuts a page of inputs into pages that can be recorded.</summary>
internal sealed class PageEncoder<TIn>(InputPage<TIn> page, PayloadLimits limits)
{
    private readonly List<InputPage> pages = [];
    private readonly BlockWriter writer = BlockWriter.Rent();
    private InputFaults? faults = page.Faults;
    private int from;
    private int faultBytes;

    internal IReadOnlyList<InputPage> Pages()
    {
        for (var i = 0; i < page.Count; i++)
        {
            if (page.FaultAt(i) is { } known)
            {
                faultBytes += known.Bytes;
            }
            else if (Write(i) is { } fault)
            {
                faultBytes += fault.Bytes;
                faults = faults is null ? new InputFaults() : ReferenceEquals(faults, page.Faults) ? faults.Copy() : faults;
                faults.Add(page.Start + i, fault);
            }

            if (writer.IsFull || faultBytes > PayloadLimits.Block)
            {
                Cut(i + 1);
            }
        }

        Cut(page.Count);
        writer.Return();
        return pages;
    }

    private InputFault? Write(int i)
    {
        var item = page.Items[page.Start + i];
        try
        {
            var size = writer.Write(item);
            if (size <= limits.Item)
            {
                return null;
            }

            writer.TakeBack(size);
            return new InputFault(PayloadJson.Show(item), limits.Refusal(size, "input"), ErrorCodes.PayloadTooLarge);
        }
#pragma warning disable CA1031 // A converter or a property of the user's may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new InputFault(null, Errors.Cut($"The input cannot be written as JSON: {e.GetType().Name}: {e.Message}"));
        }
    }

    private void Cut(int to)
    {
        if (to > from)
        {
            pages.Add(new InputPage<TIn>(page.Task, page.Options, page.Items, page.Start + from, to - from, faults, writer.Take()) { Trace = page.Trace });
            (from, faultBytes) = (to, 0);
        }
    }
}
