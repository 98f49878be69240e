using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text.Json;
using Akka.Actor;
using Flyte.Actors.Cluster;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Journal;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Tests.Wire;
using Flyte.Actors.Wire;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>
/// Whatever bytes come from another node or out of a database: they are a message, or are refused with the one exception that says so,
/// and what is made of them is no larger than they would bear.
/// </summary>
public sealed class WireFuzzTests(ITestOutputHelper output) : IDisposable
{
    private readonly ActorSystem system = ActorSystem.Create("fuzz");

    private ExtendedActorSystem System => (ExtendedActorSystem)system;

    [Fact]
    public async Task Messages_between_nodes()
    {
        var serializer = new WireSerializer(System);
        var samples = WireSamples.All.Values.GroupBy(serializer.Manifest).ToDictionary(form => form.Key, form => form.Select(serializer.ToBinary).ToArray());
        byte[][] all = [.. samples.Values.SelectMany(bytes => bytes)];

        await Task.WhenAll(samples.Select(form => AttackAsync(
            form.Key, [.. Enumerable.Repeat(form.Value, 2 * all.Length / form.Value.Length).SelectMany(own => own), .. all], bytes => serializer.FromBinary(bytes, form.Key), typeof(SerializationException)))).Soon();
    }

    [Fact]
    public async Task Facts_of_nodes()
    {
        var facts = new FactsSerializer(System);
        var ask = facts.ToBinary(new AskFacts(NodeFacts.Of(new FlyteCluster())));

        await AttackAsync("a1", [ask], bytes => facts.FromBinary(bytes, "a1"), typeof(SerializationException)).Soon();
        await AttackAsync("t1", [ask], bytes => facts.FromBinary(bytes, "t1"), typeof(SerializationException)).Soon();
    }

    [Fact]
    public async Task Events_of_the_journal()
    {
        var serializer = new JournalSerializer(System);

        await AttackAsync("b1", [.. Samples.All.Values.Select(serializer.ToBinary)], bytes => serializer.FromBinary(bytes, "b1"), typeof(InvalidDataException), cases: 20).Soon();
    }

    /// <summary>Their digest fits: somebody has made them, and not the disk.</summary>
    [Fact]
    public async Task Snapshots()
    {
        var root = new RunId("root-1");
        var samples = Enumerable.Range(0, 20).Select(seed => SnapshotFormat.Write(SnapshotOf(seed), int.MaxValue)![SHA256.HashSizeInBytes..]).ToArray();

        await AttackAsync("s1", samples, bytes => SnapshotFormat.Read(root, "s1", (byte[])[.. SHA256.HashData(bytes), .. bytes], holdsResults: false), typeof(InvalidDataException), cases: 20).Soon();
    }

    [Fact]
    public async Task Payloads_of_a_known_type()
    {
        byte[][] samples = ["[1,2,3]"u8.ToArray(), "[[1,[2]],{\"a\":[null]}]"u8.ToArray(), "[\"\\ud800\",1e999999]"u8.ToArray(), [.. Enumerable.Repeat((byte)'[', 60_000)]];

        await AttackAsync("int", samples, bytes => new PayloadBlock(bytes, 3).Decode<int>(), typeof(JsonException), cases: 5).Soon();
        await AttackAsync("JSON", samples, bytes => new PayloadBlock(bytes, 3).Decode<JsonElement>(), typeof(JsonException), cases: 5).Soon();
        await AttackAsync("tuple", samples, bytes => new PayloadBlock(bytes, 3).Decode<(int, string[])>(), typeof(JsonException), cases: 5).Soon();
    }

    public void Dispose() => system.Dispose();

    private static Snapshot SnapshotOf(int seed)
    {
        var events = RandomHistory.Draw(seed, recallsFailures: true);
        var fold = new TreeRecord(new RunId("root-1"), holdsResults: false);
        foreach (var (at, batch) in events.Index())
        {
            batch.Records.ToList().ForEach(record => fold.Apply(record.Run, record.Event, at + 1));
        }

        return new Snapshot(fold, events.Count, SHA256.HashData([]));
    }

    private Task AttackAsync(string name, byte[][] samples, Func<byte[], object> read, Type refusal, int cases = 1) => Task.Run(() =>
    {
        var (fuzz, refused) = (new Fuzz(samples, HashCode(name)), 0);
        for (var i = 0; i < cases * Fuzz.Cases; i++)
        {
            var bytes = fuzz.Draw();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Exception? error = null;
            try
            {
                _ = read(bytes);
            }
#pragma warning disable CA1031 // Which one it is, is what is asked.
            catch (Exception e)
#pragma warning restore CA1031
            {
                (error, refused) = (e, refused + 1);
            }

            var made = GC.GetAllocatedBytesForCurrentThread() - before;
            string Case() => $"{name}, case {i} of seed {Fuzz.Seed}: {error?.GetType()} {error} {Convert.ToHexString(bytes)}";
            Assert.True(error is null || error.GetType() == refusal, Case());
            Assert.False(error?.Message.Contains("Object reference", StringComparison.Ordinal) is true, Case());
            Assert.True(error?.InnerException is null or not (OutOfMemoryException or InsufficientExecutionStackException), Case());
            Assert.True(made <= (256 * 1024) + (512L * bytes.Length), $"{made} bytes are made of {bytes.Length}: {Case()}");
        }

        output.WriteLine($"{name}: {cases * Fuzz.Cases} cases, {refused} refused, seed {Fuzz.Seed}");
    });

    // The same one in each process.
    private static int HashCode(string name) => name.Aggregate(Fuzz.Seed, (hash, c) => unchecked((hash * 31) + c));
}
