namespace Flyte.Actors.Journal;

/// <summary>How results are cached, as it is stored.</summary>
internal static class CacheFormat
{
    internal static Wire.Cache Write(Cache cache)
    {
        var wire = new Wire.Cache
        {
            Behavior = cache.Behavior switch
            {
                CacheBehavior.Auto => Wire.CacheBehavior.Auto,
                CacheBehavior.Override => Wire.CacheBehavior.Override,
                _ => Wire.CacheBehavior.Disable,
            },
        };
        wire.Ignore.Add(cache.Ignore);
        if (cache.Version is { } version)
        {
            wire.Version = version;
        }

        if (cache.TimeToLive is { } length)
        {
            wire.TimeToLive = length.Ticks;
        }

        return wire;
    }

    internal static Cache Read(Wire.Cache? wire) => wire is null ? Cache.Disabled : Cache.Disabled with
    {
        Behavior = wire.Behavior switch
        {
            Wire.CacheBehavior.Auto => CacheBehavior.Auto,
            Wire.CacheBehavior.Override => CacheBehavior.Override,
            _ => CacheBehavior.Disable,
        },
        Version = wire.HasVersion ? wire.Version : null,
        Ignore = [.. wire.Ignore],
        TimeToLive = wire.HasTimeToLive ? new TimeSpan(wire.TimeToLive) : null,
    };
}
