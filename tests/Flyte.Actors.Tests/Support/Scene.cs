using System.Collections.Concurrent;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// What the bodies of one test do and what has become of them, on whatever node of this process they are: the nodes all have the
/// same tasks, whose inputs name the scene.
/// </summary>
internal sealed class Scene : IDisposable
{
    private static readonly ConcurrentDictionary<string, Scene> All = new(StringComparer.Ordinal);

    private readonly Func<Stage, Task<int>> body;
    private readonly ConcurrentDictionary<string, int> begun = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, bool> items = new();
    private readonly Lock gate = new();
    private readonly List<(Func<bool> IsReached, TaskCompletionSource Reached)> waiting = [];

    /// <param name="body">The body of every item.</param>
    internal Scene(Func<Stage, Task<int>> body)
    {
        this.body = body;
        All[Name] = this;
    }

    internal string Name { get; } = Guid.NewGuid().ToString("N");

    /// <summary>How many bodies have begun, by their nodes.</summary>
    internal IReadOnlyDictionary<string, int> Begun => begun;

    /// <summary>The items whose bodies have begun.</summary>
    internal ICollection<int> Items => items.Keys;

    internal InFlight InFlight { get; } = new();

    internal IEnumerable<Act> Acts(int count) => Enumerable.Range(0, count).Select(index => new Act(Name, index));

    internal static Scene Of(string name) => All[name];

    /// <summary>Ends when a body has begun on each of these nodes.</summary>
    internal Task SeenOn(params Peer[] peers) => Until(() => peers.All(peer => begun.ContainsKey(peer.Name)));

    /// <summary>Ends when so many bodies have begun.</summary>
    internal Task HasBegun(int count) => Until(() => begun.Values.Sum() >= count);

    internal async Task<int> PlayAsync(Stage stage)
    {
        using var inFlight = InFlight.Enter();
        items.TryAdd(stage.Index, true);
        begun.AddOrUpdate(stage.Peer.Name, 1, (_, before) => before + 1);
        Tell();
        return await body(stage);
    }

    public void Dispose() => All.TryRemove(Name, out _);

    private Task Until(Func<bool> isReached)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((isReached, reached));
            Tell();
            return reached.Task.Soon();
        }
    }

    private void Tell()
    {
        lock (gate)
        {
            foreach (var (isReached, reached) in waiting)
            {
                if (isReached())
                {
                    reached.TrySetResult();
                }
            }
        }
    }
}

/// <summary>An input: an item of a scene.</summary>
internal sealed record Act(string Scene, int Index);

/// <summary>What a body has: the node where it is, with that node's tasks.</summary>
internal sealed record Stage(Peer Peer, int Index, TaskContext Context)
{
    internal CancellationToken Cancellation => Context.CancellationToken;
}

/// <summary>A node of a test, whose tasks play scenes.</summary>
internal sealed class Peer
{
    internal Peer(string name)
    {
        Name = name;
        Env = new TaskEnvironment("peer");
        Play = Env.Task("play", (Act act, TaskContext context) => PlayAsync(act, context));
        Shaky = Env.Task("shaky", (Act act, TaskContext context) => PlayAsync(act, context), options => options with { Retries = 3, Backoff = Backoff.None });
        Cached = Env.Task("cached", (Act act, TaskContext context) => PlayAsync(act, context), options => options with { Cache = Cache.Auto with { Version = "1" } });
        Size = Env.Task("size", async (string text) =>
        {
            await Task.Yield();
            return text.Length;
        });
        Grow = Env.Task("grow", async (int size) =>
        {
            await Task.Yield();
            return new string('x', size);
        });
        Square = Env.Task("square", (int x) => x * x);
    }

    internal string Name { get; }

    internal TaskEnvironment Env { get; }

    internal FlyteTask<Act, int> Play { get; }

    internal FlyteTask<Act, int> Shaky { get; }

    internal FlyteTask<Act, int> Cached { get; }

    internal FlyteTask<string, int> Size { get; }

    internal FlyteTask<int, string> Grow { get; }

    internal FlyteTask<int, int> Square { get; }

    /// <summary>The node's runtime, once it has started.</summary>
    internal FlyteRuntime Flyte { get; set; } = null!;

    /// <summary>A task that not all nodes have; null where it is not.</summary>
    internal FlyteTask<Act, int>? Rare { get; private set; }

    internal FlyteTask<Act, int> AddRare() => Rare = Env.Task("rare", (Act act, TaskContext context) => PlayAsync(act, context));

    private Task<int> PlayAsync(Act act, TaskContext context) => Scene.Of(act.Scene).PlayAsync(new Stage(this, act.Index, context));
}
