using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Inputs as JSON texts that are in memory already.</summary>
internal sealed class JsonListSource<TIn>(TaskDefinition task, TaskOptions options, string[] texts) : InMemorySource
{
    private readonly JsonPages<TIn> pages = new(task, options);
    private int next;

    internal override bool HasEnded => next == texts.Length;

    internal override InputDigest? Digest() => InputDigest.OfAll(texts, InputDigest.OfText);

    internal override bool TryNext(int max, out InputPage? page)
    {
        var count = Math.Min(max, texts.Length - next);
        page = pages.Of(texts.AsSpan(next, count));
        next += count;
        return true;
    }
}
