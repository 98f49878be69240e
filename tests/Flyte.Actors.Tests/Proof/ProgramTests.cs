using Xunit;

namespace Flyte.Actors.Tests.Proof;

public sealed class ProgramTests
{
    [Fact]
    public void One()
    {
        using var lane = new ProofLane();
        for (var seed = 0; seed < 50; seed++)
        {
            var program = RandomProgram.Draw(seed);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            string? fault;
            History? h = null;
            try { h = lane.Run(program); fault = h.Fault; }
            catch (Exception e) { fault = e.ToString(); }
            Console.Error.WriteLine($"{seed} {watch.ElapsedMilliseconds}ms {fault} {(fault is null ? "" : program)}");
            if (fault is not null && seed < 3 && h != null) foreach (var s in h.Sights) if (s is not Rested) Console.Error.WriteLine("   " + s);
        }
    }
}
