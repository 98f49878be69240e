using System.Globalization;

namespace Flyte.Actors.Tests.Chaos.Faults;

/// <summary>The clock of a node is set forward or back, and set right again.</summary>
internal sealed class ClockSet(IReadOnlyList<FakeClock> clocks, string name, int sign) : IChaosFault
{
    private FakeClock? wrong;

    public string Name => name;

    public TimeSpan Length(Random random) => random.Between(2, 8);

    public Task InjectAsync(Random random)
    {
        wrong = clocks[random.Next(clocks.Count)];
        wrong.Set(sign * random.Next(1, 3 * 24 * 3600));
        return Task.CompletedTask;
    }

    public Task HealAsync()
    {
        wrong?.Set(0);
        return Task.CompletedTask;
    }
}

/// <summary>The wall clock of the processes that are told so, which differs from that of the machine by what a file says. Others, and time as it passes, go on as before.</summary>
internal sealed class FakeClock
{
    private const string Variable = "FLYTE_TEST_FAKETIME";
    private const string Remedy = "install the package 'faketime' (on Debian: apt-get install faketime)";

    private readonly string file;

    internal FakeClock(string file)
    {
        this.file = file;
        Set(0);
    }

    /// <summary>Why clocks cannot be set here, or null when they can. Where they have to be, tests fail instead.</summary>
    internal static string? Missing =>
        Library is not null ? null
        : Environment.GetEnvironmentVariable(Variable) == "required" ? throw new InvalidOperationException($"{Variable}=required, and libfaketime is not here: {Remedy}.")
        : $"There is no libfaketime here, so that no clock is set: {Remedy}.";

    /// <summary>What a process is told that goes by it.</summary>
    internal IReadOnlyList<string> Settings =>
    [
        $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={file}", "FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1",
        // Without the last one waits end at once, and whoever waits again spins.
        "NO_FAKE_STAT=1", "FAKETIME_DONT_RESET=1", "FAKETIME_FORCE_MONOTONIC_FIX=0",
    ];

    private static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>From now on it is so many seconds fast.</summary>
    internal void Set(int seconds)
    {
        var next = file + ".next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{seconds:+0;-0;+0}\n"));
        File.Move(next, file, overwrite: true);
    }
}
