using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>Maps that are started from outside all runs: each is a root run that belongs to its stream.</summary>
internal sealed class RootRunner(ClientCore core) : IMapRunner
{
    public ResultFeed Start(MapCall call, CancellationToken cancellation)
    {
        core.Registry.Demand(call.Task);
        var spec = core.Spec(call, RunId.New("map"));
        return core.Feed(core.Doors.Streams, spec, call.Inputs(), spec.OnlyOrder!.Value, cancellation);
    }
}
