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
    private TaskDefinition? known;

    public void Send(IPendingCall call, CancellationToken cancellation)
    {
        if (call.Definition != known)
        {
            core.Registry.Demand(call.Definition);
            known = call.Definition;
        }

        var index = Calls().Send(call);
        if (cancellation.CanBeCanceled && cancellation != context.CancellationToken)
        {
            Calls().CancelWith(call, index, cancellation);
        }
    }

    public ResultFeed Start(MapCall call, CancellationToken cancellation)
    {
        core.Registry.Demand(call.Task);
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

    public void End()
    {
        registration.Dispose();
        RunFeed[] open;
        lock (gate)
        {
            calls?.Fail(LeftBehind());
            calls?.Close();
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

    private RunId ParentId => new(context.RunId);

    private CallLedger Calls()
    {
        if (Volatile.Read(ref calls) is { } known)
        {
            return known;
        }

        lock (gate)
        {
            if (calls is null)
            {
                var spec = Below(new RunSpec
                {
                    Id = ParentId.Child(context.Index, CallsKey),
                    Concurrency = core.DefaultConcurrency,
                    OnlyOrder = context.MayRunAgain ? null : ReadOrder.Completed,
                });
                var made = new CallLedger(core.Link(tree, spec.Id), spec, core.Pool, spec.IsRecorded ? core.Limits : null);
                registration = context.CancellationToken.UnsafeRegister(
                    static (ledger, token) => ((CallLedger)ledger!).Fail(new OperationCanceledException(token)), made);
                Volatile.Write(ref calls, made);
            }

            return calls;
        }
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
