using System.Globalization;
using System.Text;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime.Caching;

/// <summary>The cache in memory holds so many bytes, and what was used last.</summary>
public sealed class MemoryCacheTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_not_used_for_longest_goes_when_it_is_full()
    {
        var cache = new MemoryCache(maxBytes: 3 * 1256);
        await cache.StoreAsync([Result(1), Result(2), Result(3)]).Soon();
        Assert.Equal([1, 2, 3], await FindAsync(cache, 1, 2, 3));

        await FindAsync(cache, 1);
        await cache.StoreAsync([Result(4)]).Soon();

        Assert.Equal([1, null, 3, 4], await FindAsync(cache, 1, 2, 3, 4));
    }

    [Fact]
    public async Task The_last_result_of_a_key_counts()
    {
        var cache = new MemoryCache();
        await cache.StoreAsync([Result(1), Result(1) with { Json = Json(7) }]).Soon();

        Assert.Equal([7], await FindAsync(cache, 1));
    }

    [Fact]
    public async Task What_has_expired_is_not_found_and_goes()
    {
        var cache = new MemoryCache();
        await cache.StoreAsync([Result(1) with { ExpiresAt = Now }, Result(2) with { ExpiresAt = Now.AddTicks(1) }, Result(3)]).Soon();
        Assert.Equal([null, 2, 3], await FindAsync(cache, 1, 2, 3));

        await cache.RemoveExpiredAsync(Now.AddTicks(1)).Soon();
        Assert.Equal([null, null, 3], await FindAsync(cache, 1, 2, 3));
    }

    private static async Task<IEnumerable<int?>> FindAsync(MemoryCache cache, params int[] numbers)
    {
        var found = await cache.FindAsync([.. numbers.Select(n => new CacheKey(0, (UInt128)n))], Now).Soon();
        return found.Select(json => json is { } value ? int.Parse(Encoding.UTF8.GetString(value.Span).Trim(), CultureInfo.InvariantCulture) : (int?)null);
    }

    private static CachedResult Result(int number) => new(new CacheKey(0, (UInt128)number), Json(number), "run", 0, Now, ExpiresAt: null);

    private static byte[] Json(int number) => Encoding.UTF8.GetBytes($"{number}".PadRight(1000));
}
