using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Journal;

namespace Flyte.Actors.Tests.Wire;

/// <summary>A message of each kind, with all that it can have and with as little as it can.</summary>
internal static class WireSamples
{
    internal static readonly RunId Run = new("root-1");
    private static readonly RunId Child = new("root-1/3/calls");
    private static readonly Guid Death = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Labels = new() { ["key"] = "välue" };

    internal static readonly TaskOptions AllOptions = Samples.AllOptions with
    {
        Cache = Cache.Override with { Version = "v2", Ignore = ["when", "where"], TimeToLive = TimeSpan.FromDays(2) },
    };

    internal static readonly RunSpec FullSpec = new()
    {
        Id = Child,
        Task = "words.count",
        Options = AllOptions,
        Concurrency = 4,
        RunAhead = 7,
        FailFast = true,
        OnlyOrder = ReadOrder.Inputs,
        Input = InputDigest.OfJson("42"u8),
        Name = "a name",
        Labels = Labels,
        Deadline = Now.AddDays(1),
        Parent = Run,
        ParentItem = 3,
        ParentAttempt = 2,
        ParentFailures = 1,
        IsRecalled = true,
        IsRecorded = true,
        Source = new RerunSource(new RunId("before"), Recovers: true, [3, 4], new Dictionary<int, string> { [5] = "7" }),
    };

    private static readonly RunInfo FullInfo = new()
    {
        Id = Run.Value,
        Task = "words.count",
        Name = "a name",
        Labels = Labels,
        RerunOf = "before",
        Phase = RunPhase.Failed,
        Items = new ItemCounts(90, 1, 2, 3, 4, 5, 6, 7, MoreToCome: true) { Recovered = 8 },
        Concurrency = 9,
        Slots = 10,
        LeakedBodies = 11,
        StartedAt = Now,
        EndedAt = Now.AddMinutes(1),
        Notice = "it waits",
        Error = Samples.Error(Samples.Error()),
    };

    private static readonly RunInfo SmallInfo = new()
    {
        Id = Run.Value,
        Task = "",
        Phase = RunPhase.Queued,
        Items = new ItemCounts(0, 0, 0, 0, 0, 0, 0, 0, MoreToCome: false),
        Concurrency = 1,
        Slots = 0,
        StartedAt = Now,
    };

    internal static IReadOnlyDictionary<string, IWireMessage> All { get; } = new Dictionary<string, IWireMessage>
    {
        ["report-death"] = new ReportDeath(Run, Death, [new HeldItem(new UInt128(3, 4), 5), new HeldItem(new UInt128(6, 7), 0)]),
        ["death-counted"] = new DeathCounted(Run, Death),
        ["start-run"] = new StartRun(new RunSpec { Id = Run, Concurrency = 4 }),
        ["start-run-traced"] = new StartRun(new RunSpec { Id = Run, Concurrency = 4, Trace = Samples.Trace }, First: new AddItems(Run, 0, Traced("one"), IsLast: true)),
        ["start-run-full"] = new StartRun(FullSpec, IsNew: true, Add(Child, "one")),
        ["add-items"] = Add(Run, "one", null, "three"),
        ["add-items-full"] = new AddItems(Run, 5, Page("one"), IsLast: true, Samples.Error(), [Segment("one"), Segment("two")]),
        ["add-items-unchecked"] = new AddItems(Run, 5, Unchecked("one"), IsLast: true),
        ["add-items-end"] = new AddItems(Run, 5, Page: null, IsLast: true),
        ["rerun-run"] = new RerunRun(Run, FullSpec.Source!, Name: null, Labels: null),
        ["rerun-run-full"] = new RerunRun(Run, FullSpec.Source!, "a name", Labels),
        ["rerun-run-traced"] = new RerunRun(Run, FullSpec.Source!, Name: null, Labels: null, Samples.Trace with { State = null }),
        ["read-results"] = new ReadResults(Run, ReadOrder.Completed, 1, 2, 3, 4),
        ["get-run"] = new GetRun(Run, AtEnd: true),
        ["read-items"] = new ReadItems(Run, new ItemQuery()),
        ["read-items-full"] = new ReadItems(Run, new ItemQuery { Phase = ItemPhase.Recovered, From = 3, Limit = 7 }, 8),
        ["abort-run"] = new AbortRun(Run, "enough"),
        ["abort-item"] = new AbortItem(Run, 7, "enough"),
        ["abort-run-callers"] = new AbortRun(Run, "enough", IsCallers: true),
        ["abort-item-callers"] = new AbortItem(Run, 7, "enough", IsCallers: true),
        ["resize-run"] = new ResizeRun(Run, 12),
        ["forget-run"] = new ForgetRun(Run),
        ["purge-run"] = new PurgeRun(Run),
        ["list-runs"] = new ListRuns(new RunQuery()),
        ["list-runs-full"] = new ListRuns(new RunQuery { Phase = RunPhase.TimedOut, Task = "words.count", Name = "a name", Labels = Labels, After = "before", Limit = 7 }, 8),
        ["run-accepted"] = new RunAccepted(Run, Actor("runs/root-1")),
        ["run-rejected"] = RunRejected.Unknown(Run),
        ["items-accepted"] = new ItemsAccepted(Run, 7, 9, IsStopping: true),
        ["items-accepted-closed"] = new ItemsAccepted(Run, 7, 0, IsStopping: false, IsClosed: true),
        ["result-page"] = new ResultPage(Run, ReadOrder.Inputs, 5, 11, [Segment("one", null, "three"), Samples.Alike(8, 3)], End: null),
        ["result-page-end"] = new ResultPage(Run, ReadOrder.Completed, 5, 5, [], new RunEnd(RunPhase.Failed, Samples.Error())),
        ["run-status"] = new RunStatus(Run, SmallInfo),
        ["run-status-full"] = new RunStatus(Run, FullInfo),
        ["run-items"] = new RunItems(Run, new ItemPage { Items = [Item(5, ItemPhase.Queued), FullItem(6)], Next = 9 }),
        ["run-items-attempts"] = new RunItems(Run, new ItemPage { Items = [FullItem(6) with { MaxAttempts = 4 }] }),
        ["run-items-calls"] = new RunItems(Child, new ItemPage { Items = [FullItem(6) with { Task = "words.count" }] }),
        ["run-items-none"] = new RunItems(Run, new ItemPage { Items = [] }),
        ["done"] = new Done(Run),
        ["list-failed"] = new ListFailed("no database"),
        ["run-list"] = new RunList([FullInfo, SmallInfo], IsCut: true),
        ["step-due"] = new StepDue(Child, 7),
        ["step-done"] = new StepDone(Child, 7, Samples.Segment(7, "one")),
        ["lease"] = SmallLease,
        ["lease-full"] = new Lease(3, Page("one", null, "three"), 0, 9, 3, new AttemptCount(1, 2), Now, IsRecalled: true, EndsAtFailure: true),
        ["lease-traced"] = SmallLease with { Page = Traced("one") },
        ["slept"] = new Slept(3),
        ["flush"] = new Flush(3),
        ["cancel"] = new Cancel(3, 9, 2, Samples.Error()),
        ["progress"] = new Progress(3, Finished: null, 9, 2),
        ["progress-full"] = new Progress(3, Segment("one", null, "three"), 9, 2),
        ["lease-done"] = new LeaseDone(3, Finished: null, Failed: null, 0, 0, TimeSpan.FromTicks(7), Callers: null, HasLeaked: false),
        ["lease-done-full"] = new LeaseDone(3, Segment("one", null, "three"), Samples.Error(), 9, 2, TimeSpan.FromTicks(7), [5, 6], HasLeaked: true),
        ["refused"] = new Refused(3),
        ["open-run"] = new OpenRun(Run),
        ["slots-wished"] = new SlotsWished(7, NeedsOne: false, 9),
        ["slots-wished-has"] = new SlotsWished(7, NeedsOne: false, 9, Has: 300),
        ["slots-wished-task"] = new SlotsWished(7, NeedsOne: false, 9, Task: "words.hash"),
        ["slots-wished-needy"] = new SlotsWished(1, NeedsOne: true, long.MaxValue),
        ["slots-granted"] = new SlotsGranted("host:4053", 7, 638_000_000_000_000_000, 9),
        ["watch-gate"] = WatchGate.Instance,
        ["gate-report"] = new GateReport("host:4053", 16, 5, IsDraining: false, ["words.count", "words.split"]),
        ["gate-report-fair"] = new GateReport("host:4053", 16, 0, IsDraining: false, ["words.count"], Fair: 12),
        ["gate-report-cpu"] = new GateReport("host:4053", 16, 5, IsDraining: false, ["words.count", "words.hash"], Cpu: new CpuReport(2, 1, Fair: 6, ["words.hash"])),
        ["gate-report-draining"] = new GateReport("host:4053", 16, 0, IsDraining: true, []),
        ["gate-report-describes"] = new GateReport("host:4053", 16, 5, IsDraining: false, ["words.count"], Describes: true),
        ["describe-tasks"] = new DescribeTasks(["words.count", "words.split"]),
        ["tasks-described"] = new TasksDescribed([new TaskDescription("words.count", """{"type":"string"}""", """{"type":"integer"}""", AllOptions), new TaskDescription("words.split", Input: null, Output: null, TaskOptions.Default)]),
        ["to-hosted-slot"] = new ToHostedSlot("slot", new SlotContext(Run, IsRecorded: false, Actor("runs/root-1")), 1, SmallLease),
        ["to-hosted-slot-recorded"] = new ToHostedSlot("slot", new SlotContext(Child, IsRecorded: true, Tree: null), 1, SmallLease),
        ["to-hosted-slot-traced"] = new ToHostedSlot("slot", new SlotContext(Child, IsRecorded: true, Tree: null, Samples.Trace), 1, SmallLease),
        ["to-hosted-slot-flush"] = new ToHostedSlot("slot", Context: null, 2, new Flush(3)),
        ["to-hosted-slot-cancel"] = new ToHostedSlot("slot", Context: null, 3, new Cancel(3, 9, 2, Samples.Error())),
        ["from-hosted-slot-slept"] = new FromHostedSlot(1, new Slept(3)),
        ["from-hosted-slot-progress"] = new FromHostedSlot(2, new Progress(3, Segment("one", null, "three"), 9, 2)),
        ["from-hosted-slot-done"] = new FromHostedSlot(3, new LeaseDone(3, Segment("one"), Samples.Error(), 9, 2, TimeSpan.FromTicks(7), [5, 6], HasLeaked: true)),
        ["from-hosted-slot-refused"] = new FromHostedSlot(4, new Refused(3)),
        ["slot-seen"] = new SlotSeen(7),
        ["close-slot"] = new CloseSlot("slot"),
        ["slot-gone"] = new SlotGone("slot"),
        ["find-hosted"] = new FindHosted(Run),
        ["hosted-count"] = new HostedCount("node:1", Run, 2),
        ["hosted-is"] = new HostedIs("node:1", "slot", 3, 9, 2, IsCaller: true),
        ["adopt-slot"] = new AdoptSlot(3),
        ["to-hosted-slot-adopt"] = new ToHostedSlot("slot", Context: null, 1, new AdoptSlot(3)),
        ["get-failures"] = new GetFailures(Child),
        ["failure-list"] = new FailureList(Run, new RunFailures { Groups = [] }),
        ["failure-list-full"] = new FailureList(Run, new RunFailures { Groups = [Failures("FormatException", 7), Failures("Others", 1) with { IsRest = true }] }),
        ["list-children"] = new ListChildren(Child, new ChildQuery()),
        ["list-children-full"] = new ListChildren(Run, new ChildQuery { Item = 3, After = "3/calls", Limit = 7 }, 8),
        ["child-list"] = new ChildList(Run, new RunChildren { Children = [] }),
        ["child-list-full"] = new ChildList(Run, new RunChildren { Children = [new ChildRun(3, FullInfo), new ChildRun(4, SmallInfo)], Next = "4/calls" }),
        ["get-activity"] = new GetActivity(Child),
        ["activity-report"] = new ActivityReport(Run, new RunActivity { Spans = [], Running = [] }),
        ["activity-report-full"] = new ActivityReport(Run, new RunActivity { Spans = [Span("b:1", 1), Span("a:1", 2), Span("b:1", 3)], Running = [Running("c:1"), Running("a:1")] }),
    };

    internal static StoredPage Page(params string?[] texts) => new StoredPage(
        "words.count",
        AllOptions,
        texts.Length,
        Samples.Page(texts).Block,
        texts.Index().Where(t => t.Item is null).ToDictionary(t => t.Index, _ => new InputFault("text", "no number", "Broken")));

    private static StoredPage Traced(string text) =>
        new("words.count", TaskOptions.Default, 1, Samples.Page([text]).Block, new Dictionary<int, InputFault>()) { Trace = Samples.Trace };

    private static StoredPage Unchecked(string text) =>
        new("words.count", TaskOptions.Default, 1, Samples.Page([text]).Block, new Dictionary<int, InputFault>()) { TakesAny = true };

    internal static EncodedSegment Segment(params string?[] texts) => Samples.Segment(5, texts);

    private static Lease SmallLease => new(3, Page("one"), 0, 9, 1, new AttemptCount(0, 0), Deadline: null, IsRecalled: false, EndsAtFailure: false);

    private static EmptyLocalActorRef Actor(string path) => new(provider: null!, ActorPath.Parse($"akka://wire/user/{path}"), eventStream: null!);

    private static AddItems Add(RunId run, params string?[] texts) => new(run, 5, Page(texts), IsLast: false);

    private static FailureGroup Failures(string code, int count) => new() { Code = code, Message = "it is bäd", Count = count, Items = [3, 0, 5] };

    private static LeaseSpan Span(string node, int slot) => new(node, slot, 10 * slot, 8, 3, Now, Now.AddSeconds(slot));

    private static RunningItem Running(string node) => new(17, node, 4, 2, Now);

    private static RunItem Item(int index, ItemPhase phase) => new() { Index = index, Phase = phase, Attempts = 0 };

    private static RunItem FullItem(int index) => Item(index, ItemPhase.Retrying) with
    {
        Attempts = 2,
        Input = "\"x\"",
        Result = "\"y\"",
        Error = Samples.Error() with { RunId = Run.Value, Index = index },
        NextAttemptAt = Now,
    };
}
