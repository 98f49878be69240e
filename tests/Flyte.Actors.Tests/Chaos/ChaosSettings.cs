using System.Globalization;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>
/// How long it lasts and what it draws: FLYTE_TEST_CHAOS_SECONDS for each of the tests, and FLYTE_TEST_CHAOS_SEED. The same seed draws the
/// same faults, though not at the same moments of the runs.
/// </summary>
internal static class ChaosSettings
{
    private const int Seconds = 60;

    internal static TimeSpan Length => TimeSpan.FromSeconds(Setting("FLYTE_TEST_CHAOS_SECONDS") ?? Seconds);

    internal static int Seed { get; } = Setting("FLYTE_TEST_CHAOS_SEED") ?? Environment.TickCount & int.MaxValue;

    /// <summary>A number between two, both of which can be drawn.</summary>
    internal static TimeSpan Between(this Random random, double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
