using Flyte.Actors.Tests.Chaos.Faults;
using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>One process that records in a file on a small disk.</summary>
public sealed class ChaosAloneTests(ITestOutputHelper output) : ChaosTest(output)
{
    private const string DiskSize = "256m";

    private const string File = "flyte.db";

    private SmallDisk? disk;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_doubled()
    {
        disk = await SmallDisk.CreateAsync(Directory.CreateDirectory(Folder.File("disk")).FullName, DiskSize);
        var clocks = Clocks(1);
        var under = Under(1, clocks);
        var store = Path.Combine(disk.Folder, File);
        var nodes = Nodes = new MemberProcesses(
            [new Site("127.0.0.1:0", disk.Enter)],
            (_, log) => new Victim.Member("127.0.0.1:0", [], NodeRoles.Both, Environment.ProcessorCount, store, log, TimeSpan.Zero, TimeSpan.FromSeconds(3)),
            Folder)
        {
            StartsAgain = true,
            Under = under.Of,
            OnStart = process =>
            {
                process.OnAnswer = client.Hear;
                client.Connect(process.Tell);
            },
        };
        await nodes.StartAsync();

        IChaosFault[] faults = [.. Everywhere(nodes, under, clocks), new Frozen(nodes, "frozen", 1, 8), new DiskFull(disk)];
        await RunAsync(faults, CopyAsync, isAlone: true);
    }

    // A database finds out where its file really is, which for others is nowhere.
    private Task<FlyteStore> CopyAsync()
    {
        var folder = Directory.CreateDirectory(Folder.File("copy")).FullName;
        disk!.CopyTo(folder, File);
        return Task.FromResult(FlyteStore.Sqlite(Path.Combine(folder, File)));
    }

    private protected override async Task EndAsync()
    {
        await base.EndAsync();
        disk?.Dispose();
    }
}
