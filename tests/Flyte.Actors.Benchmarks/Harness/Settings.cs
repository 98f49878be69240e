using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Flyte.Actors.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Usage =
        "Usage: [NAME] [--items N] [--concurrency N] [--repetitions N] [--warm-up N] [--seconds N]. Without a name all benchmarks are run:";

    public string? Name { get; init; }

    public int? Items { get; init; }

    public int? Concurrency { get; init; }

    /// <summary>The counted repetitions of each subject; null for what the benchmark does by itself, mostly 5.</summary>
    public int? Repetitions { get; init; }

    /// <summary>The rounds before the counted ones; null for as many as it takes until the code has settled.</summary>
    public int? WarmUp { get; init; }

    /// <summary>How long a benchmark goes on that measures what comes of time; null for what it does by itself.</summary>
    public int? Seconds { get; init; }

    /// <summary>What a benchmark does whose rounds are too long for the usual number of them, unless the command line says otherwise.</summary>
    public Settings OrRounds(int warmUp, int repetitions) =>
        this with { WarmUp = WarmUp ?? warmUp, Repetitions = Repetitions ?? repetitions };

    public static bool TryParse(string[] args, out Settings settings, [NotNullWhen(false)] out string? problem)
    {
        settings = new Settings();
        problem = null;
        for (var i = 0; i < args.Length && problem is null; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                problem = settings.Name is null ? null : $"'{args[i]}' is a second name after '{settings.Name}': give one.";
                settings = settings with { Name = args[i] };
                continue;
            }

            var option = args[i];
            var value = ++i < args.Length ? args[i] : "";
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                problem = $"{option} takes a whole number from 1, not '{value}'.";
            }
            else if (settings.With(option, number) is { } changed)
            {
                settings = changed;
            }
            else
            {
                problem = $"There is no option '{option}'.";
            }
        }

        return problem is null;
    }

    private Settings? With(string option, int number) => option switch
    {
        "--items" => this with { Items = number },
        "--concurrency" => this with { Concurrency = number },
        "--repetitions" => this with { Repetitions = number },
        "--warm-up" => this with { WarmUp = number },
        "--seconds" => this with { Seconds = number },
        _ => null,
    };
}
