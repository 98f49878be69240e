using System.Text.Json;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>Opens JSON texts as the inputs of a task whose types only it knows.</summary>
internal abstract class JsonInputs : ITaskVisitor<Func<InputSource>>
{
    public Func<InputSource> Visit<TIn, TOut>(TaskDefinition<TIn, TOut> task) => Of<TIn>(task);

    /// <summary>Opens them as the inputs of a task whose types only other nodes know.</summary>
    internal Func<InputSource> Of(FarTask task) => Of<JsonElement>(task);

    private protected abstract Func<InputSource> Of<TIn>(TaskDefinition task);
}

/// <inheritdoc/>
internal sealed class JsonSources(IAsyncEnumerable<string> texts) : JsonInputs
{
    private protected override Func<InputSource> Of<TIn>(TaskDefinition task) => () => new JsonSource<TIn>(task, task.Options, texts);
}

/// <inheritdoc/>
internal sealed class JsonListSources(string[] texts) : JsonInputs
{
    private protected override Func<InputSource> Of<TIn>(TaskDefinition task) => () => new JsonListSource<TIn>(task, task.Options, texts);
}
