using Flyte.Actors.Threads;

namespace Flyte.Actors.Tasks;

/// <summary>Inputs as a sequence of JSON texts.</summary>
internal sealed class JsonSource<TIn>(TaskDefinition task, TaskOptions options, IAsyncEnumerable<string> texts) : InputSource
{
    private readonly AsyncSequenceSource<string> source = new(task, options, texts);
    private readonly JsonPages<TIn> pages = new(task, options);

    internal override ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation) =>
        new(pool.RunAsync(() => PullAsync(max, cancellation)));

    private async ValueTask<InputPage?> PullAsync(int max, CancellationToken cancellation) =>
        await source.PullAsync(max, cancellation).ConfigureAwait(false) is InputPage<string> page ? pages.Of(page.Items.AsSpan(0, page.Count)) : null;

    public override ValueTask DisposeAsync() => source.DisposeAsync();
}
