using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>How large messages and records are: as the journal writes a sample, and between nodes with the addresses of both ends.</summary>
internal sealed class Traffic
{
    private const int Envelope = 200;
    private const int Small = 48;
    private const int LeaseFields = 32;

    private readonly (int Fixed, int Each) inputs;
    private readonly (int Fixed, int Each) results;

    public Traffic()
    {
        inputs = Measure(count => new ItemsAdded(
            1_000_000, new StoredPage("simulated", TaskOptions.Default, count, Block(count, Scenario.InputBytes), new Dictionary<int, InputFault>()), DateTimeOffset.UnixEpoch));
        results = Measure(count => new ItemsFinished(new EncodedSegment(1_000_000, count, Block(count, Scenario.ResultBytes), errors: null)));
    }

    /// <summary>A wish, a grant, a load, with its envelope.</summary>
    public static int Note => Small + Envelope;

    public int Lease(int items) => Envelope + LeaseFields + inputs.Fixed + inputs.Each * items;

    public int LeaseDone(int items) => Envelope + LeaseFields + results.Fixed + results.Each * items;

    public int Added(int items) => inputs.Fixed + inputs.Each * items;

    public int Finished(int items) => results.Fixed + results.Each * items;

    public static PayloadBlock Block(int count, int bytesPerItem) => new(new byte[1 + count * (bytesPerItem + 1)], count);

    private static (int Fixed, int Each) Measure(Func<int, RunEvent> sample)
    {
        var run = new RunId("run-12345678901234567890");
        var (one, many) = (Size(1), Size(1001));
        return (one - (many - one) / 1000, (many - one) / 1000);

        int Size(int count) => RecordWriter.Write(new JournalBatch(run, [new JournalRecord(run, sample(count))])).CalculateSize();
    }
}
