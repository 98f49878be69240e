namespace Flyte.Actors.Storage;

/// <summary>The cluster whose nodes share a store.</summary>
/// <param name="Name">Of the cluster: those of another name are refused while one of it has the store open.</param>
/// <param name="Node">Of this node among those of one machine, such as <c>host:port</c>; the same again when it is started again.</param>
internal sealed record StoreCluster(string Name, string Node);
