namespace Flyte.Actors.Tests.Proof;

/// <summary>What an item may come to, by its script and by what others do to it.</summary>
internal sealed class Expectation
{
    internal const string Failure = nameof(FormatException);
    internal const string Hopeless = nameof(NonRecoverableException);

    private readonly HashSet<string> errors = new(StringComparer.Ordinal);
    private bool maySucceed;

    internal static Expectation Of(RunProgram program, int index)
    {
        var expected = new Expectation();
        expected.Follow(program, index);
        expected.Disturb(program, index);
        return expected;
    }

    internal bool Allows(string? error) => error is null ? maySucceed : errors.Contains(error);

    private void Follow(RunProgram program, int index)
    {
        var shape = program.Shape;
        for (var failures = 0; failures <= shape.Retries; failures++)
        {
            var letter = program.LetterOf(index, failures);
            if (shape.MaxRuntime > 0)
            {
                // Whatever it is, it may take too long.
                errors.Add(ErrorCodes.MaxRuntimeExceeded);
            }

            switch (letter)
            {
                case 'h':
                    errors.Add(Hopeless);
                    break;
                case 'f' when failures == shape.Retries:
                    errors.Add(Failure);
                    break;
                case 'f':
                    continue;
                default:
                    maySucceed = true;
                    break;
            }

            if (shape.MaxRuntime == 0)
            {
                return;
            }
        }
    }

    private void Disturb(RunProgram program, int index)
    {
        var shape = program.Shape;
        if (shape.Deadline > 0)
        {
            // A failure is not retried whose next attempt would come too late.
            errors.UnionWith([ErrorCodes.DeadlineExceeded, Failure]);
        }

        if (program.Has(Deed.Abort) || shape.MaxFailures >= 0 || shape.FailFast == 1 || program.Steps.Contains(new Step(Deed.AbortItem, index)))
        {
            // Nor is one of a run that stops; and what has failed by then keeps its own error.
            errors.UnionWith([ErrorCodes.Aborted, Failure]);
        }

        // A body that goes on when its item actor is lost is given up, whatever the budget.
        var lost = program.Steps.Count(step => step.What is Deed.Kill or Deed.Crash);
        if (lost > shape.SystemRetries || (lost > 0 && program.Items[index].Contains('b', StringComparison.Ordinal)) || (lost > 0 && errors.Contains(ErrorCodes.Aborted)) || (lost > 0 && shape.Deadline > 0))
        {
            errors.Add(ErrorCodes.WorkerLost);
        }
    }
}
