using System.Text;
using System.Text.Json;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>Inputs as they were recorded. Whether their task still exists, and takes them, is found out when they are opened.</summary>
internal sealed class StoredPage(string task, TaskOptions options, int count, PayloadBlock block, IReadOnlyDictionary<int, InputFault> faults)
    : InputPage(new StoredTask(task, options), options, count)
{
    private readonly IReadOnlyDictionary<int, InputFault> faults = faults;

    /// <summary>Whether the inputs are any JSON.</summary>
    internal bool TakesAny { get; init; }

    internal override bool IsUnchecked => TakesAny;

    internal override PayloadBlock Block { get; } = block;

    /// <summary>The inputs for a task that can run them.</summary>
    /// <exception cref="JsonException">They are not of the task's type, and were so when they were given.</exception>
    internal InputPage Open(TaskDefinition definition)
    {
        try
        {
            return definition.Accept(new Opener(this));
        }
        catch (Exception e) when (TakesAny && JsonFaults.Are(e))
        {
            return definition.Accept(new OneByOne(this));
        }
    }

    /// <summary>The page with other inputs in some places.</summary>
    /// <param name="changed">The inputs as JSON, by their offset.</param>
    internal StoredPage With(IReadOnlyDictionary<int, string> changed)
    {
        if (changed.Count == 0)
        {
            return this;
        }

        var texts = Enumerable.Range(0, Count)
            .Where(i => changed.ContainsKey(i) || FaultAt(i) is null)
            .Select(i => changed.TryGetValue(i, out var text) ? text : Encoding.UTF8.GetString(Element(i).Span))
            .ToList();
        return new StoredPage(Task.Name, Options, Count, BlockOf(texts), faults.Where(f => !changed.ContainsKey(f.Key)).ToDictionary()) { TakesAny = TakesAny };
    }

    internal override InputPage Slice(int from, int count)
    {
        if (from == 0 && count == Count)
        {
            return this;
        }

        var (before, upTo) = (from - FaultsBefore(from), from + count - FaultsBefore(from + count));
        return new StoredPage(
            Task.Name,
            Options,
            count,
            Block.Slice(before, upTo - before),
            faults.Where(f => f.Key >= from && f.Key < from + count).ToDictionary(f => f.Key - from, f => f.Value))
        { Trace = Trace, TakesAny = TakesAny };
    }

    internal override IReadOnlyList<InputPage> Encode(PayloadLimits limits) => [this];

    internal override InputFault? FaultAt(int offset) => faults.GetValueOrDefault(offset);

    internal override InputDigest Digest(int offset) =>
        FaultAt(offset) is { } fault ? InputDigest.Of(fault.Text) : InputDigest.OfJson(Element(offset).Span);

    internal override CacheKey?[] CacheKeys() => throw NotOpen();

    internal override string? Show(int offset) =>
        FaultAt(offset) is { } fault ? fault.Text : PayloadJson.Cut(Encoding.UTF8.GetString(Element(offset).Span));

    internal override string? Json(int offset) => FaultAt(offset) is null ? Encoding.UTF8.GetString(Element(offset).Span) : null;

    private ReadOnlyMemory<byte> Element(int offset) => Block.Element(offset - FaultsBefore(offset));

    private int FaultsBefore(int offset) => faults.Count == 0 ? 0 : faults.Keys.Count(f => f < offset);

    private static PayloadBlock BlockOf(List<string> texts) => new(Encoding.UTF8.GetBytes($"[{string.Join(',', texts)}]"), texts.Count);

    private InvalidOperationException NotOpen() => new($"The recorded inputs of task '{Task.Name}' have not been opened.");

    private sealed class Opener(StoredPage page) : ITaskVisitor<InputPage>
    {
        public InputPage Visit<TIn, TOut>(TaskDefinition<TIn, TOut> task)
        {
            var values = page.Block.Decode<TIn>();
            if (page.faults.Count == 0)
            {
                return new InputPage<TIn>(task, page.Options, values, 0, page.Count, faults: null, page.Block) { Trace = page.Trace };
            }

            var (spread, faults, next) = (new TIn[page.Count], new InputFaults(), 0);
            for (var i = 0; i < page.Count; i++)
            {
                if (page.FaultAt(i) is { } fault)
                {
                    faults.Add(i, fault);
                }
                else
                {
                    spread[i] = values[next++];
                }
            }

            return new InputPage<TIn>(task, page.Options, spread, 0, page.Count, faults, page.Block) { Trace = page.Trace };
        }
    }

    // Where some do not fit, the others do.
    private sealed class OneByOne(StoredPage page) : ITaskVisitor<InputPage>
    {
        public InputPage Visit<TIn, TOut>(TaskDefinition<TIn, TOut> task)
        {
            var (pages, inputs, texts) = (new JsonPages<TIn>(task, page.Options), new PageBuilder<TIn>(task, page.Options, page.Count), new List<string>());
            for (var i = 0; i < page.Count; i++)
            {
                if (page.FaultAt(i) is { } known)
                {
                    inputs.AddFault(known);
                    continue;
                }

                var text = Encoding.UTF8.GetString(page.Element(i).Span);
                if (pages.Add(text, ref inputs))
                {
                    texts.Add(text);
                }
            }

            return inputs.Build(BlockOf(texts), page.Trace)!;
        }
    }

    private sealed class StoredTask(string name, TaskOptions options) : TaskDefinition(name, options)
    {
        internal override Type InputType => throw Unknown();

        internal override Type OutputType => throw Unknown();

        internal override TaskSchemas Schemas => throw Unknown();

        internal override bool IsAsync => throw Unknown();

        internal override bool WantsContext => throw Unknown();

        internal override TResult Accept<TResult>(ITaskVisitor<TResult> visitor) => throw Unknown();

        internal override CacheKeys KeysFor(Cache cache) => throw Unknown();

        private InvalidOperationException Unknown() => new($"Of task '{Name}' only the name is recorded.");
    }
}
