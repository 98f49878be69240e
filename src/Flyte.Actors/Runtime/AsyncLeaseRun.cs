using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runtime;

/// <summary>Bodies that are awaited: a chain of continuations on the threads of .NET's pool.</summary>
internal sealed class AsyncLeaseRun<TIn, TOut>(
    TaskDefinition<TIn, TOut> task, Lease lease, LeaseHost host, IActorRef owner, IActorRef parent, MonotonicClock clock)
    : LeaseRun<TIn, TOut>(task, lease, host, owner, parent, clock)
{
    private bool hasSlept;

    internal override void Start() => Host.Pool.QueueAsynchronous(this);

    public override void Execute()
    {
        Host.Pool.NoteBegun();
        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        Begin();
        try
        {
            Ambient.Set(this);
            var k = IsPlain && !HasOwnContexts && Definition.Body.Async is { } body ? await RunPlainAsync(HasScopes ? InScope(body) : body).ConfigureAwait(false) : 0;
            while (Take(k))
            {
                await RunAsync(k++).ConfigureAwait(false);
            }

            Finish(SinceBegin);
        }
#pragma warning disable CA1031 // Anything but a body's own exception is a crash of the item actor, which its supervisor handles.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Crash(e);
        }
    }

    private async Task<int> RunPlainAsync(Func<TIn, Task<TOut>> body)
    {
        for (var k = 0; ; k++)
        {
            try
            {
                while (Take(k))
                {
                    var result = body(Input(k));
                    NoteIfSlept(result, k);
                    Set(k, await result.ConfigureAwait(false));
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
    private Func<TIn, Task<TOut>> InScope(Func<TIn, Task<TOut>> body)
    {
        var k = 0;
        return async input =>
        {
            var scope = BeginScope(k++);
            try
            {
                return await body(input).ConfigureAwait(false);
            }
            finally
            {
                TaskLog.End(scope);
            }
        };
    }

    private async Task RunAsync(int k)
    {
        BeginItem();
        if (!CheckInput(k))
        {
            return;
        }

        BeginSpan(k);
        var scope = BeginScope(k);
        var context = HasOwnContexts ? NewContext(k, Token) : null;
        Ambient.Set((IAmbient?)context ?? this);
        try
        {
            var result = Definition.Body.RunAsync(Input(k), context!);
            NoteIfSlept(result, k);
            SetChecked(k, await result.ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Whatever a body throws is the error of its item.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(k, e);
        }

        if (context is not null)
        {
            EndContext(context, k);
        }
        else if (WasTouched)
        {
            EndTouched(k);
        }

        TaskLog.End(scope);
        EndSpan(k);
    }

    // Many bodies only yield, and are done before anybody has heard of it: the item actor looks again.
    private void NoteIfSlept(Task<TOut> result, int k)
    {
        if (!hasSlept && !result.IsCompleted)
        {
            hasSlept = true;
            Owner.Tell(new MaySleep(this, Lease.First + k), ActorRefs.NoSender);
        }
    }
}
