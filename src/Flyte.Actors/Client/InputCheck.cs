using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>Tells whether JSON texts are inputs of a task whose types only it knows.</summary>
internal sealed class InputCheck : ITaskVisitor<Func<string, string?>>
{
    internal static readonly InputCheck Instance = new();

    public Func<string, string?> Visit<TIn, TOut>(TaskDefinition<TIn, TOut> task) => new JsonPages<TIn>(task, task.Options).Refusal;
}
