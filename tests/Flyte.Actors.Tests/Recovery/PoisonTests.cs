using System.Text.Json;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>An item that ends its process is an error after three deaths; every other one has its result.</summary>
public sealed class PoisonTests : IDisposable
{
    private const int MostStarts = 8;

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("flat")]
    [InlineData("nested")]
    public async Task It_takes_three_deaths(string shape)
    {
        var (deaths, said) = (0, "");
        for (; deaths < MostStarts && !said.Contains("result", StringComparison.Ordinal); deaths++)
        {
            using var victim = new VictimProcess(["poison", folder.File("flyte.db"), shape]);
            said = await victim.AllAsync();
        }

        var expected = Enumerable.Range(0, Poison.Items).Select(x => x == Poison.Deadly ? $"{ErrorCodes.WorkerLost} 3" : $"{2 * x}");
        Assert.Equal(expected, JsonSerializer.Deserialize<List<string>>(said["result ".Length..])!);
        Assert.Equal(3, deaths - 1);
    }

    public void Dispose() => folder.Dispose();
}
