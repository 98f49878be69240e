using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>To a run, from what it has to do with the cache.</summary>
internal interface ICacheMessage : IFlyteMessage;

/// <summary>The results of some page have been looked up.</summary>
internal sealed record PageLookedUp : ICacheMessage
{
    internal static readonly PageLookedUp Instance = new();
}

/// <summary>So many bytes of results are in the store.</summary>
internal sealed record ResultsKept(long Bytes) : ICacheMessage;
