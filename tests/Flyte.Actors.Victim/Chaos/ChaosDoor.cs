using System.Globalization;
using System.Text.Json;

namespace Flyte.Actors.Victim.Chaos;

/// <summary>What is asked of a run.</summary>
public enum ChaosVerb
{
    /// <summary>That there is such a run.</summary>
    Submit,

    /// <summary>Some of its results from a position on.</summary>
    Read,

    /// <summary>That it ends.</summary>
    Abort,

    /// <summary>How it has ended, when it has.</summary>
    Wait,
}

/// <summary>A question; it can be asked again.</summary>
/// <param name="Number">What its answer says it belongs to.</param>
/// <param name="Verb">What.</param>
/// <param name="Run">Of which run.</param>
/// <param name="From">From which position on.</param>
public sealed record ChaosQuestion(int Number, ChaosVerb Verb, ChaosRun Run, int From = 0);

/// <summary>A result as it is read: a value, or the code of an error and how many attempts there were.</summary>
/// <param name="Index">The item.</param>
/// <param name="Value">What it came to.</param>
/// <param name="Error">The code of its error.</param>
/// <param name="Attempts">How many attempts failed.</param>
/// <param name="Message">The text of its error.</param>
public sealed record ChaosResult(int Index, long? Value, string? Error, int Attempts, string? Message);

/// <summary>An answer.</summary>
/// <param name="Number">To which question.</param>
/// <param name="Problem">Why there is none; null when there is.</param>
public sealed record ChaosAnswer(int Number, string? Problem = null)
{
    /// <summary>The results that were read.</summary>
    public IReadOnlyList<ChaosResult> Results { get; init; } = [];

    /// <summary>How the run has ended; null while it goes on.</summary>
    public string? Phase { get; init; }
}

/// <summary>Answers the questions that come on the input of a process, by a runtime in it: a client that can be asked from outside.</summary>
public sealed class ChaosDoor(IFlyteClient flyte, ChaosWork work)
{
    /// <summary>What each answer begins with.</summary>
    public const string Mark = "# ";

    private const int PageSize = 24;

    /// <summary>Answers until the input ends, and then ends the process.</summary>
    public void Open() => new Thread(Listen) { IsBackground = true }.Start();

    private void Listen()
    {
        while (Console.ReadLine() is { } line)
        {
            _ = AnswerAsync(JsonSerializer.Deserialize<ChaosQuestion>(line)!);
        }

        Environment.Exit(1);
    }

    private async Task AnswerAsync(ChaosQuestion question)
    {
        ChaosAnswer answer;
        try
        {
            answer = await AnswerToAsync(question);
        }
#pragma warning disable CA1031 // Whatever it is, whoever asked is to hear it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            answer = new ChaosAnswer(question.Number, $"{question.Verb}: {e.GetType().Name}: {e.Message}");
        }

        Console.WriteLine(Mark + JsonSerializer.Serialize(answer));
    }

    private async Task<ChaosAnswer> AnswerToAsync(ChaosQuestion question)
    {
        var (number, run) = (question.Number, question.Run);
        var handle = flyte.GetRun<long>(run.Id);
        switch (question.Verb)
        {
            case ChaosVerb.Submit:
                await flyte.SubmitAsync(work.Map(run), new RunOptions { Id = run.Id });
                return new ChaosAnswer(number);
            case ChaosVerb.Abort:
                await handle.AbortAsync();
                return new ChaosAnswer(number);
            case ChaosVerb.Wait:
                return new ChaosAnswer(number) { Phase = Text((await handle.WaitAsync()).Phase) };
            default:
                return await ReadAsync(question, handle);
        }
    }

    // An aborted run says so after its results, by an exception.
    private static async Task<ChaosAnswer> ReadAsync(ChaosQuestion question, RunHandle<long> handle)
    {
        var results = new List<ChaosResult>();
        try
        {
            await foreach (var result in handle.ResultsAsync(question.Run.IsReadAsCompleted, question.From))
            {
                results.Add(new ChaosResult(result.Index, result.IsSuccess ? result.Value : null, result.Error?.Code, result.Error?.Attempts ?? 0, result.Error?.Message));
                if (results.Count == PageSize)
                {
                    return new ChaosAnswer(question.Number) { Results = results };
                }
            }
        }
        catch (RunAbortedException)
        {
            return new ChaosAnswer(question.Number) { Results = results, Phase = Text(RunPhase.Aborted) };
        }

        return new ChaosAnswer(question.Number) { Results = results, Phase = Text(RunPhase.Succeeded) };
    }

    private static string Text(RunPhase phase) => string.Create(CultureInfo.InvariantCulture, $"{phase}");
}
