namespace Flyte.Actors.Tests.Proof;

/// <summary>A body that waits for the program to let it go on.</summary>
internal sealed class HeldBody(int number, int index, char letter)
{
    private readonly TaskCompletionSource<bool> going = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Number => number;

    /// <summary>Whether it goes on until it is told to stop.</summary>
    internal bool IsEndless => letter is 'g' or 'b';

    /// <summary>Whether it does not even stop then.</summary>
    internal bool IsDeaf => letter == 'b';

    /// <summary>Lets it go on; false when it does already.</summary>
    internal bool Go() => going.TrySetResult(true);

    /// <summary>Has it stop; false when it is over already.</summary>
    internal bool Stop() => going.TrySetResult(false);

    internal async Task<int> EndAsync(int input)
    {
        if (!await going.Task)
        {
            throw new OperationCanceledException($"Item {index} is told to stop.");
        }

        return letter switch
        {
            'f' => throw new FormatException($"Item {index} fails."),
            'h' => throw new NonRecoverableException($"Item {index} fails for good."),
            _ => RunProgram.ValueOf(input),
        };
    }
}
