using System.Text.Json;
using Flyte.Actors.Payloads;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Tasks;

/// <summary>Inputs as JSON texts; a text that is no input of the task becomes the error of its slot.</summary>
internal sealed class JsonSource<TIn>(TaskDefinition task, TaskOptions options, IAsyncEnumerable<string> texts) : InputSource
{
    private readonly AsyncSequenceSource<string> source = new(task, options, texts);

    internal override ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation) =>
        new(pool.RunAsync(() => PullAsync(max, cancellation)));

    private async ValueTask<InputPage?> PullAsync(int max, CancellationToken cancellation)
    {
        if (await source.PullAsync(max, cancellation).ConfigureAwait(false) is not InputPage<string> page)
        {
            return null;
        }

        var inputs = new PageBuilder<TIn>(task, options, page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            var text = page.Items[i];
            if (Parse(text, out var input) is { } message)
            {
                inputs.AddFault(new InputFault(text, message));
            }
            else
            {
                inputs.Add(input!);
            }
        }

        return inputs.Build();
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private string? Parse(string text, out TIn? input)
    {
        input = default;
        try
        {
            if (typeof(TIn) == typeof(Nothing))
            {
                return null;
            }

            input = JsonSerializer.Deserialize<TIn>(text, PayloadJson.Options);
            return input is null && Nullable.GetUnderlyingType(typeof(TIn)) is null && typeof(TIn).IsValueType
                ? $"null is no input of '{task.Name}', which takes {typeof(TIn).Name}."
                : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or System.Reflection.TargetInvocationException)
        {
            return $"The input is no {typeof(TIn).Name} in JSON: {e.Message}";
        }
    }
}
