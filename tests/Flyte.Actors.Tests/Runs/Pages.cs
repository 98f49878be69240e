using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Tests.Runs;

/// <summary>Inputs and results without a runtime.</summary>
internal static class Pages
{
    internal static FlyteTask<int, int> Task { get; } = new TaskEnvironment("pure").Task("task", (int n) => n * 10);

    internal static InputPage Of(TaskOptions options, int first, int count) =>
        new InputPage<int>(Task.Definition, options, [.. Enumerable.Range(first, count)], 0, count);

    internal static InputPage Of(int count) => Of(TaskOptions.Default, 0, count);

    /// <summary>Results whose values are ten times their indices.</summary>
    internal static ResultSegment Values(int first, int count) =>
        new ResultSegment<int>(first, count, [.. Enumerable.Range(first, count).Select(n => n * 10)], null, 0);

    internal static ResultSegment Failure(ItemError error) =>
        new ResultSegment<int>(error.Index, 1, [0], [error], 0);

    internal static ItemError Error(int index, Ending ending = Ending.Fails)
    {
        var error = ending switch
        {
            Ending.IsLost => Errors.System(ErrorCodes.WorkerLost, "lost", recoverable: true),
            Ending.IsHopeless => Errors.User("Hopeless", "hopeless"),
            _ => Errors.Of(new FormatException("bad")),
        };
        return error with { Index = index };
    }

    internal static List<ItemResult<int>> Results(RunState state, ReadOrder order)
    {
        var segments = new List<ResultSegment>();
        state.Results.Read(order, 0, int.MaxValue, segments);
        return [.. segments.SelectMany(s => Support.RuntimeTest.Items<int>(s))];
    }
}
