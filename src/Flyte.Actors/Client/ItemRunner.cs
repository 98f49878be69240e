using Akka.Actor;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>What one item calls: its calls are one run below it, and each of its maps is another.</summary>
internal sealed class ItemRunner(TaskContext context, IActorRef tree, ClientCore core) : ITaskRunner
{
    private const string CallsKey = "calls";

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> maps = new(StringComparer.Ordinal);
    private readonly HashSet<RunFeed> feeds = [];
    private CancellationTokenRegistration registration;
    private CallLedger? calls;
    private CallLedger? steps;
    private TaskDefinition? known;
    private bool isAbandoned;

    public void Send(IPendingCall call, CancellationToken cancellation)
    {
        if (call.Definition != known)
        {
            core.Registry.Demand(call.Definition);
            known = call.Definition;
        }

        var ledger = Open(ref calls, CallsKey);
        var index = ledger.Send(call);
        if (cancellation.CanBeCanceled && cancellation != context.CancellationToken)
        {
            ledger.CancelWith(call, index, cancellation);
        }
    }

    public void Trace(ITracedStep step) => Open(ref steps, RunId.TracesKey).Send(step);

    public ResultFeed Start(MapCall call, CancellationToken cancellation)
    {
        core.Registry.Demand(call.Task);
        ThrowIfAbandoned();
        var function = call.Task.Name[(call.Task.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var key = $"{function}_{call.Options.Group ?? "map"}";
        int nth;
        lock (gate)
        {
            nth = maps.GetValueOrDefault(key);
            maps[key] = nth + 1;
        }

        var spec = Below(core.Spec(call, ParentId.Child(context.Index, $"{key}-{nth}")));
        var either = cancellation.CanBeCanceled && cancellation != context.CancellationToken
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, context.CancellationToken)
            : null;
        var order = spec.OnlyOrder!.Value;
        var kept = spec.IsRecalled ? spec with { OnlyOrder = null } : spec;
        var feed = core.Feed(tree, kept, call.Inputs(), order, either?.Token ?? context.CancellationToken, closed => OnClosed(closed, either));
        lock (gate)
        {
            feeds.Add(feed);
        }

        return feed;
    }

    /// <summary>
    /// The item's run has no use for it any more: what its body still calls comes to nothing, and it tells the tree nothing that could
    /// disturb the body which is run instead.
    /// </summary>
    internal void Abandon()
    {
        RunFeed[] open;
        lock (gate)
        {
            isAbandoned = true;
            foreach (var ledger in new[] { calls, steps })
            {
                ledger?.Fail(Abandoned());
                ledger?.Close();
            }

            open = [.. feeds];
        }

        Array.ForEach(open, feed => feed.Abandon(Abandoned()));
    }

    public void End()
    {
        registration.Dispose();
        RunFeed[] open;
        lock (gate)
        {
            foreach (var ledger in new[] { calls, steps })
            {
                ledger?.Fail(LeftBehind());
                ledger?.Close();
            }

            open = [.. feeds];
            feeds.Clear();
        }

        Array.ForEach(open, feed => feed.Fail(LeftBehind()));
    }

    private void OnClosed(RunFeed feed, CancellationTokenSource? token)
    {
        token?.Dispose();
        lock (gate)
        {
            feeds.Remove(feed);
        }
    }

    private RunAbortedException LeftBehind() =>
        new($"The body of item {context.Index} of run '{context.RunId}' returned before the calls and maps that it had made.");

    private RunAbortedException Abandoned() =>
        new($"Item {context.Index} of run '{context.RunId}' is not executed here any more: its node has lost the run, or the run goes on elsewhere.");

    private void ThrowIfAbandoned()
    {
        lock (gate)
        {
            if (isAbandoned)
            {
                throw Abandoned();
            }
        }
    }

    private RunId ParentId => new(context.RunId);

    private CallLedger Open(ref CallLedger? ledger, string key)
    {
        if (Volatile.Read(ref ledger) is { } known)
        {
            return known;
        }

        lock (gate)
        {
            if (ledger is null)
            {
                var spec = Below(new RunSpec
                {
                    Id = ParentId.Child(context.Index, key),
                    Concurrency = core.DefaultConcurrency,
                    OnlyOrder = context.MayRunAgain ? null : ReadOrder.Completed,
                });
                var isFirst = calls is null && steps is null;
                var link = core.Link(tree, spec.Id);
                if (isAbandoned)
                {
                    link.Dispose();
                }

                Volatile.Write(ref ledger, new CallLedger(link, spec, core.Pool, spec.IsRecorded || link.IsRemote ? core.Limits : null));
                if (isAbandoned)
                {
                    ledger.Fail(Abandoned());
                }
                else if (isFirst)
                {
                    registration = context.CancellationToken.UnsafeRegister(static (runner, token) => ((ItemRunner)runner!).Cancel(token), this);
                }
                else if (context.CancellationToken.IsCancellationRequested)
                {
                    ledger.Fail(new OperationCanceledException(context.CancellationToken));
                }
            }

            return ledger;
        }
    }

    private void Cancel(CancellationToken token)
    {
        var failure = new OperationCanceledException(token);
        Volatile.Read(ref calls)?.Fail(failure);
        Volatile.Read(ref steps)?.Fail(failure);
    }

    private RunSpec Below(RunSpec spec) => spec with
    {
        Parent = ParentId,
        ParentItem = context.Index,
        ParentAttempt = context.Attempt,
        ParentFailures = context.Failures,
        Deadline = context.Deadline,
        IsRecalled = context.MayRunAgain,
        IsRecorded = context.IsRecorded,
    };
}

/// <summary>Gives running items their runners.</summary>
internal sealed class ItemRunners : IItemRunners
{
    /// <summary>Set once the runtime's actors are there, before the first run.</summary>
    internal ClientCore? Core { private get; set; }

    public ITaskRunner Create(TaskContext context, IActorRef tree) => new ItemRunner(context, tree, Core!);
}
