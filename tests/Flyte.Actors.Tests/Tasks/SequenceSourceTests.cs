using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>A lazy sequence and the thread that pulls it: whatever their timing, every item is given once, and then the end.</summary>
public sealed class SequenceSourceTests : IDisposable
{
    private readonly ElasticPool pool = new(most: 4);
    private readonly FlyteTask<int, int> task = new TaskEnvironment("sources").Task("item", (int i) => i);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public async Task Every_item_is_given_in_its_order_in_pages_of_any_size(int page)
    {
        for (var round = 0; round < 50; round++)
        {
            Assert.Equal(Enumerable.Range(0, 500), await ReadAsync(Enumerable.Range(0, 500), page).Soon());
        }
    }

    [Fact]
    public async Task What_came_before_an_exception_is_given_before_it()
    {
        for (var round = 0; round < 200; round++)
        {
            var items = new List<int>();
            await Assert.ThrowsAsync<FormatException>(() => ReadAsync(Broken(3), page: 2, items).Soon());
            Assert.Equal([0, 1, 2], items);
        }
    }

    public void Dispose() => pool.Dispose();

    private static IEnumerable<int> Broken(int after)
    {
        for (var i = 0; i < after; i++)
        {
            yield return i;
        }

        throw new FormatException();
    }

    private async Task<List<int>> ReadAsync(IEnumerable<int> sequence, int page, List<int>? items = null)
    {
        items ??= [];
        await using var source = new SequenceSource<int>(task.Definition, task.Options, sequence);
        while (await source.NextAsync(page, pool, CancellationToken.None) is InputPage<int> inputs)
        {
            Assert.InRange(inputs.Count, 1, page);
            items.AddRange(inputs.Items.AsSpan(inputs.Start, inputs.Count));
        }

        return items;
    }
}
