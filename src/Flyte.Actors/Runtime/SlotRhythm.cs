using Akka.Actor;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>
/// What a run does on a tick: while every slot has been busy for a while and work waits, there are twice as many slots; and a
/// lease that is out for long shows what is finished and gives back what is not started, so that a slow item never holds its
/// neighbours. Cheap leases end before the first tick and cause neither. One that is long since the way to it is, is left to its
/// time, unless a slot is idle that could take what it has not started.
/// </summary>
internal sealed class SlotRhythm(SlotPool slots, Pulse pulse, IActorRef run)
{
    private const int SlowestBeat = 32;

    private int beats = 1;
    private int done;
    private bool isTicking;

    internal void OnLeaseDone() => done++;

    internal void OnTick(bool workWaits, DateTimeOffset now)
    {
        isTicking = false;
        var hungry = workWaits ? 0 : slots.Idle;
        var areAllLong = true;
        var hasProgress = done > 0;
        done = 0;
        foreach (var slot in slots.Busy)
        {
            if (slot.Ticks++ == 0)
            {
                areAllLong = false;
            }
            else if (!slot.IsCut && (slot.Due is null || slot.Due <= now || hungry-- > 0))
            {
                slots.Cut(slot);
                slot.Actor.Tell(new Flush(slot.Lease!.Number), run);
            }
        }

        var grows = workWaits && (areAllLong || !hasProgress) && slots.AreAllBusy;
        if (grows)
        {
            slots.Double();
        }

        beats = grows || !areAllLong ? 1 : Math.Min(beats * 2, SlowestBeat);
    }

    /// <summary>Asks for a tick if there is anything that it could change.</summary>
    internal void AskForTick(bool workWaits)
    {
        if (isTicking)
        {
            return;
        }

        var isSoon = slots.Cuttable > 0 || (workWaits && slots.AreAllBusy && slots.CanGrow);
        if (isSoon || slots.Patient > 0)
        {
            isTicking = true;
            pulse.Ask(run, isSoon ? beats : SlowestBeat);
        }
    }
}
