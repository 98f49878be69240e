using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>What a registered task is: its name, its code, and what is known of its payloads.</summary>
internal abstract class TaskDefinition(string name, TaskOptions options)
{
    /// <summary>The full name, <c>environment.function</c>.</summary>
    internal string Name { get; } = name;

    internal TaskOptions Options { get; } = options;

    internal abstract Type InputType { get; }

    internal abstract Type OutputType { get; }

    /// <summary>What its inputs and results are in JSON.</summary>
    internal abstract TaskSchemas Schemas { get; }

    internal abstract bool IsAsync { get; }

    internal abstract bool WantsContext { get; }

    /// <summary>
    /// Whether a body of this task has asked for its context. From then on each item gets a context of its own; until then a
    /// lease shares one, which saves half of what a cheap item costs.
    /// </summary>
    internal bool HasAskedForContext { get; set; }

    internal abstract TResult Accept<TResult>(ITaskVisitor<TResult> visitor);

    /// <summary>Makes the keys that results are kept by.</summary>
    /// <exception cref="ArgumentException">The cache ignores an input that the task does not have.</exception>
    internal abstract CacheKeys KeysFor(Cache cache);
}

/// <inheritdoc/>
internal sealed class TaskDefinition<TIn, TOut>(string name, TaskBody<TIn, TOut> body, TaskOptions options, string what = "task")
    : TaskDefinition(name, options)
{
    private readonly TaskCode code = new(body.Code);

    internal TaskBody<TIn, TOut> Body { get; } = body;

    internal bool ChecksInput { get; } = Check($"{what} '{name}'", typeof(TIn), "input");

    internal bool ChecksResult { get; } = Check($"{what} '{name}'", typeof(TOut), "result");

    internal override Type InputType => typeof(TIn);

    internal override Type OutputType => typeof(TOut);

    internal override TaskSchemas Schemas => field ??= new(
        typeof(TIn), typeof(TOut), code.Parameters, Body.Code.Method.ReturnParameter, !Body.PromisesResult && !typeof(TOut).IsValueType);

    internal override bool IsAsync => Body.IsAsync;

    internal override bool WantsContext => Body.WantsContext;

    internal override TResult Accept<TResult>(ITaskVisitor<TResult> visitor) => visitor.Visit(this);

    internal override CacheKeys KeysFor(Cache cache) => new(Name, cache.Version ?? code.Version, Ignored(cache));

    /// <summary>Finds the inputs that a cache ignores.</summary>
    /// <exception cref="ArgumentException">The task does not have one of them.</exception>
    internal IgnoredInputs? Ignored(Cache cache) => IgnoredInputs.Of(Name, code, typeof(TIn), cache);

    private static bool Check(string name, Type type, string role) => PayloadContract.Of(type) switch
    {
        PayloadTrust.Proven => false,
        PayloadTrust.Checked => true,
        _ => throw new ArgumentException(
            $"The {role} of {name} is {type}, which cannot be written as JSON: pass the data that it stands for instead."),
    };
}

/// <summary>What needs the types of a task that it knows only by name.</summary>
internal interface ITaskVisitor<out TResult>
{
    TResult Visit<TIn, TOut>(TaskDefinition<TIn, TOut> task);
}
