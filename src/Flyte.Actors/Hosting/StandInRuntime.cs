using System.Runtime.CompilerServices;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Hosting;

/// <summary>
/// The runtime of maps that are made outside any run, as in a unit test of a task that maps: started with the first of them,
/// on background threads, so that such maps behave as they do inside a run.
/// </summary>
internal static class StandInRuntime
{
    private static readonly Lazy<IMapRunner> Runner = new(() =>
        FlyteEngine.Of(FlyteRuntime.Start(new FlyteOptions(), TaskRegistry.Open(), store: null).System).Runner);

#pragma warning disable CA2255 // The tasks know of no runtime: something has to tell them, before the first map, which one stands in.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => OutsideRun.Use(() => Runner.Value);
}
