using System.Globalization;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>
/// How long it lasts and what it draws: FLYTE_TEST_CHAOS_SECONDS for each of the tests, FLYTE_TEST_CHAOS_SEED, and FLYTE_TEST_CHAOS_ONLY, parts
/// of the names of those faults that may come, with commas between them. The same seed draws the same faults, though not at the same moments of the runs.
/// </summary>
internal static class ChaosSettings
{
    private const int Seconds = 60;

    internal static TimeSpan Length => TimeSpan.FromSeconds(Setting("FLYTE_TEST_CHAOS_SECONDS") ?? Seconds);

    internal static int Seed { get; } = Setting("FLYTE_TEST_CHAOS_SEED") ?? Environment.TickCount & int.MaxValue;

    /// <summary>Those faults that may come.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    internal static IReadOnlyList<IChaosFault> Among(IReadOnlyList<IChaosFault> faults)
    {
        if (Environment.GetEnvironmentVariable("FLYTE_TEST_CHAOS_ONLY") is not { Length: > 0 } only)
        {
            return faults;
        }

        var names = only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        IChaosFault[] some = [.. faults.Where(fault => names.Any(name => fault.Name.Contains(name, StringComparison.Ordinal)))];
        return some.Length > 0 ? some
            : throw new InvalidOperationException($"FLYTE_TEST_CHAOS_ONLY={only} names none of these: {string.Join(", ", faults.Select(fault => fault.Name))}.");
    }

    /// <summary>A number between two, both of which can be drawn.</summary>
    internal static TimeSpan Between(this Random random, double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
