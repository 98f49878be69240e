using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A map below an item whose results are more than the memory holds for their readers.</summary>
public sealed class LargeRecallTests : DurableTest
{
    [Fact]
    public async Task Each_execution_finds_all_of_it_with_its_failures()
    {
        const int Items = 3000, Size = 8000;
        var (halt, counts) = (new Halt(2), new Counts());
        var big = Env.Task("big", (int x) => counts.Add(x) > 0 && x % 10 == 3
            ? throw new InvalidOperationException($"no {x}")
            : new string((char)('a' + x % 26), Size));
        var main = Env.Task("main", async (int count) =>
        {
            var wrong = new List<int>();
            await foreach (var result in big.MapAsync(Enumerable.Range(0, count)))
            {
                var isRight = result.Error is { } error
                    ? error.Message == $"no {result.Index}"
                    : result.Index % 10 != 3 && result.Value.Length == Size && result.Value[0] == (char)('a' + result.Index % 26);
                if (!isRight)
                {
                    wrong.Add(result.Index);
                }
            }

            await halt.PassAsync();
            return wrong;
        });

        Assert.Empty((await RunAsync(main, Items, halt, times: 2)).Value);
        Assert.Empty(counts.NotOnce(0, Items));
    }
}
