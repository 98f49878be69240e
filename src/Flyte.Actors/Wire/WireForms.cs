using System.Collections.Frozen;
using Akka.Actor;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Wire;

/// <summary>The forms of all messages between nodes. A manifest keeps its meaning for ever.</summary>
internal sealed class WireForms
{
    private readonly FrozenDictionary<Type, WireForm> byType;
    private readonly FrozenDictionary<string, WireForm> byManifest;

    internal WireForms(ExtendedActorSystem system)
    {
        All = [.. Commands(), .. Answers(new ActorFormat(system)), .. Leases(), .. Nodes(), .. Slots(new SlotFormat(system)), .. Insights()];
        byType = All.ToFrozenDictionary(form => form.Type);
        byManifest = All.ToFrozenDictionary(form => form.Manifest, StringComparer.Ordinal);
    }

    internal IReadOnlyList<WireForm> All { get; }

    internal WireForm? Of(Type type) => byType.GetValueOrDefault(type);

    internal WireForm? Of(string manifest) => byManifest.GetValueOrDefault(manifest);

    private static IEnumerable<WireForm> Commands() =>
    [
        new WireForm<StartRun, Proto.StartRun>("sr1", StartFormat.Write, StartFormat.Read),
        new WireForm<AddItems, Proto.AddItems>("ai1", StartFormat.Write, StartFormat.Read),
        new WireForm<RerunRun, Proto.RerunRun>("rr1", StartFormat.Write, StartFormat.Read),
        new WireForm<ReadResults, Proto.ReadResults>("rd1", QueryFormat.Write, QueryFormat.Read),
        new WireForm<GetRun, Proto.GetRun>("gr1", QueryFormat.Write, QueryFormat.Read),
        new WireForm<ReadItems, Proto.ReadItems>("ri1", QueryFormat.Write, QueryFormat.Read),
        new WireForm<ListRuns, Proto.ListRuns>("lr1", QueryFormat.Write, QueryFormat.Read),
        new WireForm<AbortRun, Proto.AbortRun>("ar1", ControlFormat.Write, ControlFormat.Read),
        new WireForm<AbortItem, Proto.AbortItem>("ab1", ControlFormat.Write, ControlFormat.Read),
        new WireForm<ResizeRun, Proto.ResizeRun>("rs1", ControlFormat.Write, ControlFormat.Read),
        new WireForm<ForgetRun, Proto.ForgetRun>("fr1", ControlFormat.Write, ControlFormat.Read),
        new WireForm<PurgeRun, Proto.PurgeRun>("pr1", ControlFormat.Write, ControlFormat.Read),
    ];

    private static IEnumerable<WireForm> Answers(ActorFormat actors) =>
    [
        new WireForm<RunAccepted, Proto.RunAccepted>("ra1", ActorFormat.Write, actors.Read),
        new WireForm<RunRejected, Proto.RunRejected>("rj1", AnswerFormat.Write, AnswerFormat.Read),
        new WireForm<ItemsAccepted, Proto.ItemsAccepted>("ia1", AnswerFormat.Write, AnswerFormat.Read),
        new WireForm<ResultPage, Proto.ResultPage>("rp1", AnswerFormat.Write, AnswerFormat.Read),
        new WireForm<RunStatus, Proto.RunStatus>("st1", InfoFormat.Write, InfoFormat.Read),
        new WireForm<RunItems, Proto.RunItems>("it1", ItemFormat.Write, ItemFormat.Read),
        new WireForm<Done, Proto.Done>("dn1", AnswerFormat.Write, AnswerFormat.Read),
        new WireForm<ListFailed, Proto.ListFailed>("lf1", AnswerFormat.Write, AnswerFormat.Read),
        new WireForm<RunList, Proto.RunList>("rl1", InfoFormat.Write, InfoFormat.Read),
    ];

    private static IEnumerable<WireForm> Leases() =>
    [
        new WireForm<StepDue, Proto.StepDue>("sd1", StepFormat.Write, StepFormat.Read),
        new WireForm<StepDone, Proto.StepDone>("sn1", StepFormat.Write, StepFormat.Read),
        new WireForm<Lease, Proto.Lease>("ls1", LeaseFormat.Write, LeaseFormat.Read),
        new WireForm<Slept, Proto.Slept>("sl1", LeaseFormat.Write, LeaseFormat.Read),
        new WireForm<Flush, Proto.Flush>("fl1", LeaseFormat.Write, LeaseFormat.Read),
        new WireForm<Cancel, Proto.Cancel>("cn1", LeaseFormat.Write, LeaseFormat.Read),
        new WireForm<Progress, Proto.Progress>("pg1", LeaseFormat.Write, LeaseFormat.Read),
        new WireForm<LeaseDone, Proto.LeaseDone>("ld1", LeaseFormat.Write, LeaseFormat.Read),
    ];

    private static IEnumerable<WireForm> Nodes() =>
    [
        new WireForm<OpenRun, Proto.OpenRun>("or1", NodeFormat.Write, NodeFormat.Read),
        new WireForm<SlotsWished, Proto.SlotsWished>("sw1", NodeFormat.Write, NodeFormat.Read),
        new WireForm<SlotsGranted, Proto.SlotsGranted>("sg1", NodeFormat.Write, NodeFormat.Read),
        new WireForm<WatchGate, Proto.WatchGate>("wg1", NodeFormat.Write, NodeFormat.Read),
        new WireForm<GateReport, Proto.GateReport>("gp1", NodeFormat.Write, NodeFormat.Read),
        new WireForm<ReportDeath, Proto.ReportDeath>("de1", DeathFormat.Write, DeathFormat.Read),
        new WireForm<DeathCounted, Proto.DeathCounted>("dc1", DeathFormat.Write, DeathFormat.Read),
        new WireForm<DescribeTasks, Proto.DescribeTasks>("dt1", TaskFormat.Write, TaskFormat.Read),
        new WireForm<TasksDescribed, Proto.TasksDescribed>("td1", TaskFormat.Write, TaskFormat.Read),
    ];

    private static IEnumerable<WireForm> Slots(SlotFormat slots) =>
    [
        new WireForm<ToHostedSlot, Proto.ToHostedSlot>("th1", SlotFormat.Write, slots.Read),
        new WireForm<FromHostedSlot, Proto.FromHostedSlot>("fh1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<Refused, Proto.Refused>("rf1", refused => new Proto.Refused { Lease = refused.Lease }, wire => new Refused(wire.Lease)),
        new WireForm<SlotSeen, Proto.SlotSeen>("ss1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<CloseSlot, Proto.CloseSlot>("cs1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<SlotGone, Proto.SlotGone>("so1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<FindHosted, Proto.FindHosted>("fd1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<HostedCount, Proto.HostedCount>("hc1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<HostedIs, Proto.HostedIs>("hi1", SlotFormat.Write, SlotFormat.Read),
        new WireForm<AdoptSlot, Proto.AdoptSlot>("ad1", SlotFormat.Write, SlotFormat.Read),
    ];

    private static IEnumerable<WireForm> Insights() =>
    [
        new WireForm<GetFailures, Proto.GetFailures>("gf1", InsightFormat.Write, InsightFormat.Read),
        new WireForm<FailureList, Proto.FailureList>("fs1", InsightFormat.Write, InsightFormat.Read),
        new WireForm<GetActivity, Proto.GetActivity>("ga1", ActivityFormat.Write, ActivityFormat.Read),
        new WireForm<ActivityReport, Proto.ActivityReport>("ac1", ActivityFormat.Write, ActivityFormat.Read),
        new WireForm<ListChildren, Proto.ListChildren>("lc1", ChildrenFormat.Write, ChildrenFormat.Read),
        new WireForm<ChildList, Proto.ChildList>("cl1", ChildrenFormat.Write, ChildrenFormat.Read),
    ];
}
