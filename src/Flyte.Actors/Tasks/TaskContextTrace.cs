using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;

namespace Flyte.Actors;

public sealed partial class TaskContext
{
    /// <summary>
    /// A recorded step of a task that is not a task itself: it runs right here, and its result is recorded before it is returned.
    /// When the task is executed again, in a further attempt or another process, a step that succeeded is not: its result is
    /// returned. A step that failed is, unless its failure was a <see cref="NonRecoverableException"/>, which fails it again. A step
    /// is recognised by its name, its input and how many identical ones were made before it. Outside a run it is just the function.
    /// </summary>
    /// <typeparam name="T">The result; it must be possible to write it as JSON.</typeparam>
    /// <param name="name">What the step is called.</param>
    /// <param name="step">The step. It may neither call tasks nor trace steps.</param>
    /// <returns>The step's result.</returns>
    /// <exception cref="ArgumentException">The name is empty, or the result's type cannot be written as JSON.</exception>
    /// <exception cref="InvalidOperationException">This is called in a step.</exception>
    /// <exception cref="TaskFailedException">
    /// Inside a run: the step failed with a <see cref="NonRecoverableException"/>, now or before; or its result cannot be recorded.
    /// All other exceptions of the step come through.
    /// </exception>
    public static T Trace<T>(string name, Func<T> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Trace(name, default(Nothing), _ => step());
    }

    /// <inheritdoc cref="Trace{T}(string, Func{T})"/>
    /// <typeparam name="TIn">The input; it must be possible to write it as JSON.</typeparam>
    /// <typeparam name="T">The result; it must be possible to write it as JSON.</typeparam>
    /// <param name="name">What the step is called.</param>
    /// <param name="input">What it works on: with another input it is another step.</param>
    /// <param name="step">The step. It may neither call tasks nor trace steps.</param>
    public static T Trace<TIn, T>(string name, TIn input, Func<TIn, T> step)
    {
        Check(name, step);
        if (Current is not { } context)
        {
            return step(input);
        }

        var traced = context.Begin<TIn, T>(name, input);
        if (traced.IsDueAsync().GetAwaiter().GetResult())
        {
            Ambient.Set(context.InStep(name));
            try
            {
                traced.Succeed(step(input));
            }
#pragma warning disable CA1031 // Whatever a step throws is recorded, and thrown from there.
            catch (Exception e)
#pragma warning restore CA1031
            {
                traced.Throw(e);
            }
            finally
            {
                Ambient.Set(context);
            }
        }

        return traced.Task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Trace{T}(string, Func{T})"/>
    public static Task<T> TraceAsync<T>(string name, Func<Task<T>> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return TraceAsync(name, default(Nothing), _ => step());
    }

    /// <inheritdoc cref="Trace{TIn, T}(string, TIn, Func{TIn, T})"/>
    public static Task<T> TraceAsync<TIn, T>(string name, TIn input, Func<TIn, Task<T>> step)
    {
        Check(name, step);
        return Current is { } context ? RunAsync(context, context.Begin<TIn, T>(name, input), name, input, step) : step(input);
    }

    private static void Check(string name, Delegate step)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(step);
    }

    // What flows with the step stays in here: the caller's code goes on with its own context.
    private static async Task<T> RunAsync<TIn, T>(
        TaskContext context, TracedStep<TIn, T> traced, string name, TIn input, Func<TIn, Task<T>> step)
    {
        if (await traced.IsDueAsync().ConfigureAwait(false))
        {
            Ambient.Set(context.InStep(name));
            try
            {
                traced.Succeed(await step(input).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Whatever a step throws is recorded, and thrown from there.
            catch (Exception e)
#pragma warning restore CA1031
            {
                traced.Throw(e);
            }
        }

        return await traced.Task.ConfigureAwait(false);
    }

    private TracedStep<TIn, T> Begin<TIn, T>(string name, TIn input)
    {
        var steps = Runner;
        var body = new TaskBody<TIn, T> { Code = Begin<TIn, T>, PromisesResult = false };
        var definition = new TaskDefinition<TIn, T>(name, body, TaskOptions.Default, "step");
        if (definition.ChecksInput && PayloadContract.Refusal(input) is { } refusal)
        {
            throw new ArgumentException($"The input of step '{name}' cannot be written as JSON: {refusal}", nameof(input));
        }

        var traced = new TracedStep<TIn, T>(definition, input);
        steps.Trace(traced);
        return traced;
    }
}
