using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Client;

/// <summary>A client's end of a run: commands go out, answers come in and find whoever waits for them.</summary>
internal sealed class RunLink : IDisposable
{
    private readonly Port port;
    private readonly TaskCompletionSource<RunAccepted> accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IActorRef door;
    private readonly RunLinks links;
    private readonly Lock order = new();
    private IActorRef target;
    private StartRun? unanswered;
    private int lastSent;
    private bool isInOrder;

    /// <param name="system">The actor system of the runtime.</param>
    /// <param name="door">Who forwards messages to the run: the region, or the tree for runs below an item.</param>
    /// <param name="id">The run.</param>
    /// <param name="links">All links of the runtime's client, which this one joins until it is disposed.</param>
    internal RunLink(ActorSystem system, IActorRef door, RunId id, RunLinks links)
    {
        Id = id;
        target = this.door = door;
        this.links = links;
        port = new Port(system, OnAnswer);
        links.Add(this);
    }

    internal RunId Id { get; }

    /// <summary>Whether the run may be on another node, so that inputs have to be written for it.</summary>
    internal bool IsRemote => PageBytes > 0;

    /// <summary>The most bytes of a page of results; 0 when they stay in the process.</summary>
    internal int PageBytes { get; init; }

    internal Task<RunAccepted> Accepted => accepted.Task;

    internal Action<ItemsAccepted>? OnItemsAccepted { get; set; }

    internal Action<ResultPage>? OnResultPage { get; set; }

    /// <summary>Nothing more comes: the run is not there, or its runtime has gone.</summary>
    internal Action<Exception>? OnFailed { get; set; }

    /// <summary>The run was there, and its tree does not have it now.</summary>
    internal Action? OnGone { get; set; }

    /// <summary>Asks again for what has not been answered.</summary>
    internal Action? OnRepeat { get; set; }

    internal Action<RunStatus>? OnStatus { get; set; }

    /// <summary>A step has to be executed here.</summary>
    internal Action<int>? OnStepDue { get; set; }

    /// <summary>Starts the run.</summary>
    internal void Start(StartRun start)
    {
        lock (order)
        {
            lastSent = start.First?.Page?.Count ?? 0;
            unanswered = start;
            door.Tell(start, port);
        }
    }

    /// <summary>
    /// Sends inputs, which must arrive in order: straight to the run only when none is still on its way by the door, since what
    /// goes straight overtakes.
    /// </summary>
    internal void TellInOrder(AddItems items)
    {
        lock (order)
        {
            lastSent = items.Offset + (items.Page?.Count ?? 0);
            TellBehindInputs(items);
        }
    }

    /// <summary>Sends what must not overtake the inputs that it is about.</summary>
    internal void TellBehindInputs(IRunMessage message)
    {
        lock (order)
        {
            (isInOrder ? Volatile.Read(ref target) : door).Tell(message, port);
        }
    }

    internal void Tell(IRunMessage message) => Volatile.Read(ref target).Tell(message, port);

    /// <summary>Sends by way of the door, which answers when the run is not there.</summary>
    internal void TellDoor(IRunMessage message) => door.Tell(message, port);

    /// <summary>
    /// Asks again for what has not been answered: a run that has gone is noticed by that, and one that goes on elsewhere is found by
    /// the door.
    /// </summary>
    internal void Repeat()
    {
        lock (order)
        {
            if (unanswered is { } start)
            {
                door.Tell(start, port);
            }

            (target, isInOrder) = (door, false);
        }

        OnRepeat?.Invoke();
    }

    internal void Fail(Exception e)
    {
        accepted.TrySetException(e);
        _ = accepted.Task.Exception; // Observed here: not everybody waits for the start.
        OnFailed?.Invoke(e);
    }

    public void Dispose()
    {
        links.Remove(this);
        port.Dispose();
    }

    private void OnAnswer(object message, IActorRef sender)
    {
        // Whoever answers is the run, wherever it is now.
        if (message is not (RunAccepted or RunRejected) && target.Equals(door) && !sender.IsNobody())
        {
            Volatile.Write(ref target, sender);
        }

        switch (message)
        {
            case RunAccepted answer:
                Volatile.Write(ref unanswered, null);
                Volatile.Write(ref target, answer.Run);
                accepted.TrySetResult(answer);
                break;
            case ItemsAccepted answer:
                lock (order)
                {
                    isInOrder |= answer.Next >= lastSent && !Volatile.Read(ref target).Equals(door);
                }

                OnItemsAccepted?.Invoke(answer);
                break;
            case ResultPage answer:
                OnResultPage?.Invoke(answer);
                break;
            case StepDue answer:
                OnStepDue?.Invoke(answer.Index);
                break;
            case RunStatus answer:
                OnStatus?.Invoke(answer);
                break;
            case RunRejected { Code: RunRejected.NotFound } when IsRemote && !Id.IsRoot && accepted.Task.IsCompletedSuccessfully:
                // Its tree goes on on another node, and with it the item that asks: this body is about to be stopped.
                OnGone?.Invoke();
                break;
            case RunRejected answer:
                Fail(Failures.Of(answer));
                break;
        }
    }
}
