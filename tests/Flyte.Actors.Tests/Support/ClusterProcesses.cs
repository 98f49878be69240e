namespace Flyte.Actors.Tests.Support;

/// <summary>Tests of several processes whose clocks count: nothing else runs beside them.</summary>
[Xunit.CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterProcesses : Xunit.ICollectionFixture<PostgresServer>
{
    public const string Name = "Processes of a cluster";
}
