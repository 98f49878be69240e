using Flyte.Actors.Payloads;
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

/// <summary>Inputs as JSON texts that are in memory already.</summary>
internal sealed class JsonListSource<TIn>(TaskDefinition task, TaskOptions options, string[] texts) : InputSource
{
    private readonly JsonPages<TIn> pages = new(task, options);
    private int next;

    internal override bool IsInMemory => true;

    internal override bool HasEnded => next == texts.Length;

    internal override InputDigest? Digest() => InputDigest.OfAll(texts, static text => InputDigest.OfText(text));

    internal override ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation)
    {
        TryNext(max, out var page);
        return new ValueTask<InputPage?>(page);
    }

    internal override bool TryNext(int max, out InputPage? page)
    {
        var count = Math.Min(max, texts.Length - next);
        page = pages.Of(texts.AsSpan(next, count));
        next += count;
        return true;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
