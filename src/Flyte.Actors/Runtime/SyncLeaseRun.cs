using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runtime;

/// <summary>Bodies that return their results: one thread of the elastic pool runs them in a loop.</summary>
internal sealed class SyncLeaseRun<TIn, TOut>(
    TaskDefinition<TIn, TOut> task, Lease lease, LeaseHost host, IActorRef owner, IActorRef parent, MonotonicClock clock)
    : LeaseRun<TIn, TOut>(task, lease, host, owner, parent, clock)
{
    internal override void Start() => Host.Pool.Queue(this, Host.Owner);

    public override void Execute()
    {
        Begin();
        try
        {
            Ambient.Set(this);
            var k = IsPlain && !HasOwnContexts && Definition.Body.Sync is { } body ? RunPlain(HasScopes ? InScope(body) : body) : 0;
            while (Take(k))
            {
                Run(k++);
            }

            Finish(SinceBegin);
        }
#pragma warning disable CA1031 // Anything but a body's own exception is a crash of the item actor, which its supervisor handles.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Crash(e);
        }

        Ambient.Set(null);
    }

    // The way of a cheap item: a store, a load, a call, a store. Leaves it at the first body that asks for its context.
    private int RunPlain(Func<TIn, TOut> body)
    {
        for (var k = 0; ; k++)
        {
            try
            {
                while (Take(k))
                {
                    Set(k, body(Input(k)));
                    if (WasTouched)
                    {
                        EndTouched(k);
                        return k + 1;
                    }

                    k++;
                }

                return k;
            }
#pragma warning disable CA1031 // Whatever a body throws is the error of its item.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Fail(k, e);
                if (WasTouched)
                {
                    EndTouched(k);
                    return k + 1;
                }
            }
        }
    }

    // The loop knows nothing of it, and runs the items one after the other from the first.
    private Func<TIn, TOut> InScope(Func<TIn, TOut> body)
    {
        var k = 0;
        return input =>
        {
            var scope = BeginScope(k++);
            try
            {
                return body(input);
            }
            finally
            {
                TaskLog.End(scope);
            }
        };
    }

    private void Run(int k)
    {
        BeginItem();
        if (!CheckInput(k))
        {
            return;
        }

        BeginSpan(k);
        var scope = BeginScope(k);
        var context = NewContext(k, Token);
        Ambient.Set(context);
        try
        {
            SetChecked(k, Definition.Body.Run(Input(k), context));
        }
#pragma warning disable CA1031 // Whatever a body throws is the error of its item.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(k, e);
        }

        EndContext(context, k);
        TaskLog.End(scope);
        EndSpan(k);
    }
}
