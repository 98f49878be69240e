using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class RunLedgerModelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_every_item_ends_once_as_its_attempts_say_and_the_events_tell_it_all(int hundred)
    {
        for (var seed = hundred * 100; seed < (hundred + 1) * 100; seed++)
        {
            try
            {
                new LedgerModel(seed).Run();
            }
#pragma warning disable CA1031 // Whatever goes wrong, the seed is what is needed to see it again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Assert.Fail($"Seed {seed}: {e}");
            }
        }
    }
}
