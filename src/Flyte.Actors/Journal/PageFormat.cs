using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Journal;

/// <summary>Pages of inputs as they are stored and sent, but for the place of their payloads and their own.</summary>
internal static class PageFormat
{
    internal static Wire.ItemsAdded Write(InputPage page)
    {
        var wire = new Wire.ItemsAdded { Count = page.Count, Task = page.Task.Name, Options = SpecFormat.Write(page.Options), Trace = TraceFormat.Write(page.Trace), IsUnchecked = page.IsUnchecked };
        for (var i = 0; page.Block is { } block && block.Count < page.Count && i < page.Count; i++)
        {
            if (page.FaultAt(i) is { } fault)
            {
                var written = new Wire.Fault { Offset = i, Message = fault.Message, Code = fault.Code };
                if (fault.Text is not null)
                {
                    written.Text = fault.Text;
                }

                wire.Faults.Add(written);
            }
        }

        return wire;
    }

    internal static StoredPage Read(Wire.ItemsAdded wire, PayloadBlock block) => new(
        wire.Task,
        SpecFormat.Read(wire.Options),
        wire.Count,
        block,
        wire.Faults.ToDictionary(f => f.Offset, f => new InputFault(f.HasText ? f.Text : null, f.Message, f.Code)))
    { Trace = TraceFormat.Read(wire.Trace), TakesAny = wire.IsUnchecked };

    /// <summary>How many inputs the payloads have.</summary>
    internal static int Values(Wire.ItemsAdded wire) => wire.Count - wire.Faults.Count;
}
