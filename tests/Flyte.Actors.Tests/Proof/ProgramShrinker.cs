namespace Flyte.Actors.Tests.Proof;

/// <summary>Cuts a failing program down to a small one that fails in the same way.</summary>
/// <param name="fails">Whether a program fails so. What depends on threads may not every time.</param>
internal sealed class ProgramShrinker(Func<RunProgram, bool> fails)
{
    private const int Tries = 2;

    internal RunProgram Shrink(RunProgram program)
    {
        for (RunProgram? before = null; !ReferenceEquals(before, program);)
        {
            before = program;
            program = ShrinkSteps(program);
            program = ShrinkItems(program);
            program = Candidates(program).FirstOrDefault(Fails) ?? program;
        }

        return program;
    }

    // Halves first, then quarters, down to single ones.
    private RunProgram ShrinkSteps(RunProgram program)
    {
        for (var size = Math.Max(1, program.Steps.Count / 2); ; size /= 2)
        {
            for (var at = 0; at < program.Steps.Count;)
            {
                var shorter = program with { Steps = [.. program.Steps.Take(at), .. program.Steps.Skip(at + size)] };
                (program, at) = Fails(shorter) ? (shorter, at) : (program, at + size);
            }

            if (size <= 1)
            {
                return program;
            }
        }
    }

    private RunProgram ShrinkItems(RunProgram program)
    {
        while (program.Items.Count > 1 && program with { Items = [.. program.Items.SkipLast(1)], Steps = [.. program.Steps.Where(s => s.What != Deed.AbortItem || s.A < program.Items.Count - 1)] } is var fewer && Fails(fewer))
        {
            program = fewer;
        }

        for (var i = 0; i < program.Items.Count; i++)
        {
            var plain = program with { Items = [.. program.Items.Select((script, index) => index == i ? "s" : script)] };
            program = program.Items[i] != "s" && Fails(plain) ? plain : program;
        }

        return program;
    }

    private static IEnumerable<RunProgram> Candidates(RunProgram program)
    {
        var (shape, plain) = (program.Shape, new RunShape());
        RunShape[] simpler =
        [
            shape with { Retries = 0 }, shape with { Backoff = 0 }, shape with { MaxRuntime = 0 }, shape with { Deadline = 0 },
            shape with { MaxFailures = plain.MaxFailures }, shape with { FailFast = 0 }, shape with { Shared = 0 },
            shape with { SystemRetries = plain.SystemRetries }, shape with { Concurrency = plain.Concurrency },
        ];
        return simpler.Where(s => s != shape).Select(s => program with { Shape = s });
    }

    private bool Fails(RunProgram program)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (fails(program))
            {
                return true;
            }
        }

        return false;
    }
}
