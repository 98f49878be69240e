using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The run of the steps that an item has traced. It has no item actors: what is recorded of a step is shown, and what is not the
/// item executes itself, and tells.
/// </summary>
internal sealed class TraceActor : UntypedActor
{
    private readonly RunSpec spec;
    private readonly RunLedger ledger;
    private readonly GroupCommit commits;
    private readonly ResultPages pages;
    private readonly Readers readers;
    private readonly FeederLink feeder = new();
    private readonly HashSet<int> due = [];
    private readonly SteadyTime time;
    private IActorRef item = ActorRefs.Nobody;
    private bool isClosing;

    public TraceActor(SteadyTime time, RunLedger ledger, RunSettings settings, ICommitter committer)
    {
        this.time = time;
        (spec, this.ledger) = (ledger.State.Spec, ledger);
        commits = new GroupCommit(ledger, committer, Self, isRecorded: false, static _ => { });
        pages = new ResultPages(spec.Id, settings.Recording, Self);
        readers = new Readers(spec.Id, pages, settings.Limits, Self);
    }

    private DateTimeOffset Now => time.Now;

    internal static Props Props(RunSpec spec, RunSettings settings, ICommitter committer, SteadyTime time, Recall? recall) =>
        ActorProps.Of(() => new TraceActor(time, new RunLedger(spec, settings.Rules, time.Date, recall), settings, committer));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartRun start:
                Sender.Tell(new RunAccepted(spec.Id, Self));
                Add(start.First);
                break;
            case AddItems add:
                Add(add);
                break;
            case StepDone done when due.Remove(done.Index):
                ledger.Complete(done.Result, Now);
                break;
            case ReadResults read:
                readers.Add(Sender, read);
                Remind();
                break;
            case Committed committed:
                commits.OnCommitted(committed);
                break;
            case EventsRead read:
                pages.OnRead(read);
                break;
            case CloseRun:
                Close();
                break;
            default:
                return;
        }

        GoOn();
    }

    private void Add(AddItems? add)
    {
        if (add is not null)
        {
            item = Sender;
            ledger.AddItems(add.Offset, add.Page, add.IsLast, add.Fault, Now);
            feeder.Expect(Sender, ledger.Accepted);
        }
    }

    private void GoOn()
    {
        HandOut();
        ledger.EndIfDone(time.Date);
        commits.Send();
        readers.Serve(ledger.State, static () => throw new NotSupportedException("Nobody asks what a run of steps looks like."));
        feeder.Tell(spec.Id, ledger);
        if (isClosing && ledger.State.HasEnded)
        {
            isClosing = false;
            Context.Parent.Tell(new RunClosed(spec.Id, ledger.Remember(), ledger.State));
            Context.Stop(Self);
        }
    }

    private void HandOut()
    {
        while (ledger.Take(slots: 1) is { } work)
        {
            for (var index = work.First; index < work.First + work.Count; index++)
            {
                if (work.Page.Page.FaultAt(index - work.Page.First) is { } fault)
                {
                    Refuse(index, work.Page.Page, fault);
                }
                else
                {
                    due.Add(index);
                    item.Tell(new StepDue(spec.Id, index));
                }
            }
        }
    }

    private void Refuse(int index, InputPage page, InputFault fault)
    {
        var error = Errors.User(fault.Code, fault.Message) with { Task = page.Task.Name, RunId = spec.Id.Value, Index = index, Input = fault.Text };
        ledger.Complete(new FailedSegment(index, 1, _ => error), Now);
    }

    // Whoever asks again may have missed it; whoever has executed the step tells it again.
    private void Remind()
    {
        foreach (var index in due)
        {
            item.Tell(new StepDue(spec.Id, index));
        }
    }

    // Its item has ended, or is executed again: nobody executes what is due.
    private void Close()
    {
        isClosing = true;
        ledger.Abort(Errors.System(ErrorCodes.Aborted, "Its caller has ended."));
        foreach (var index in due)
        {
            ledger.Return(index, 1, Now);
        }

        due.Clear();
    }
}
