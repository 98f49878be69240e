using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Flyte.Actors.Tests.Support.LongestFirst", "Flyte.Actors.Tests")]

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// Has those collections begin first whose tests run longest one after the other, so that the end does not wait for them.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] First =
        [PostgresTests.Name, nameof(Proof.ProgramTests), nameof(Recovery.KillTests), nameof(Chaos.ChaosAloneTests), nameof(Recovery.PoisonTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections
        .OrderBy(collection => Array.FindIndex(First, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)) is >= 0 and var place ? place : First.Length)
        .ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);
}
