using Flyte.Actors;
using Flyte.Node.Examples.Patterns;
using Flyte.Node.Examples.Words;

namespace Flyte.Node.Examples;

/// <summary>The environments that this program runs.</summary>
internal static class ExampleEnvironments
{
    internal static Task<FlyteRuntime> StartAsync(FlyteOptions options, CancellationToken cancellationToken) =>
        FlyteRuntime.StartAsync(options, [PatternsExample.Create(), WordCountExample.Create().Environment], cancellationToken);
}
