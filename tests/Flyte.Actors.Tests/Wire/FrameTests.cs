using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Wire;

/// <summary>The largest messages that can be made, of texts whose characters take three bytes, fit a frame.</summary>
public sealed class FrameTests : IDisposable
{
    private static readonly PayloadLimits Limits = new(WireLimits.MaxPayloadBytes);
    private static readonly string Long = new('€', 100_000);
    private static readonly string Largest = new('x', WireLimits.MaxPayloadBytes - 2);
    private static readonly string Small = new('x', PayloadLimits.Block - 4);
    private static readonly FlyteTask<string, string> Echo = new TaskEnvironment("tests").Task("echo", (string text) => text);
    private static readonly ItemError Error = DeepError() with { RunId = WireSamples.Run.Value };

    private readonly ActorSystem system = ActorSystem.Create("frames");

    [Fact]
    public void Inputs()
    {
        var naming = new Dictionary<string, string> { ["key"] = new('x', WireLimits.MaxNamingBytes - 3) };
        var page = Page(Small, Largest);

        var bytes = Write(new StartRun(WireSamples.FullSpec with { Labels = naming }, First: new AddItems(WireSamples.Run, 0, page, IsLast: true, Error)));

        Assert.InRange(bytes, WireLimits.MaxPayloadBytes, WireLimits.MaxMessageBytes);
    }

    [Fact]
    public void Inputs_that_cannot_be_run()
    {
        var faults = new InputFaults();
        for (var i = 0; i < 100; i++)
        {
            faults.Add(i, new InputFault(Long[..1000], Long[..(16 * 1024)]));
        }

        var pages = new InputPage<string>(Echo.Definition, Echo.Options, new string[100], 0, 100, faults).Encode(Limits);

        Assert.Equal(100, pages.Sum(page => page.Count));
        Assert.All(pages, page => Assert.InRange(Write(new AddItems(WireSamples.Run, 0, page, IsLast: false)), 1, WireLimits.MaxPageBytes));
    }

    [Fact]
    public void Texts_that_are_no_inputs_are_cut()
    {
        var page = new JsonPages<int>(Echo.Definition, Echo.Options).Of([new string('x', 10_000_000)])!;

        Assert.InRange(Write(new AddItems(WireSamples.Run, 0, page.Encode(Limits)[0], IsLast: false)), 1, 4000);
    }

    [Fact]
    public void A_lease_and_what_it_came_to()
    {
        var page = Page(Small, Largest);
        ItemError?[] errors = [null, null, Error];
        var results = new SegmentEncoder<string>([Small, Largest, ""], errors, Limits, (_, e) => e).Encode(0, 0, 3);
        var done = new LeaseDone(1, results, Error, 0, 0, TimeSpan.Zero, [.. Enumerable.Range(int.MaxValue - Grain.Max, Grain.Max)], HasLeaked: false);

        Assert.InRange(Write(new Lease(1, page, 0, 0, 2, default, null, false, false)), WireLimits.MaxPayloadBytes, WireLimits.MaxMessageBytes);
        Assert.All(LeaseParts.Of(done), message => Assert.InRange(Write(message), 1, WireLimits.MaxMessageBytes));
    }

    [Fact]
    public void Results_and_the_end()
    {
        var largest = new ResultSegment<string>(0, 2, [Largest, Largest], errors: null, 0);
        var page = new ResultPage(WireSamples.Run, ReadOrder.Inputs, 0, 2, [largest], new RunEnd(RunPhase.Failed, Error));

        var cut = new ResultCut(WireLimits.MaxPageBytes, Limits).Of(page);

        Assert.Equal(1, cut.Next);
        Assert.InRange(Write(cut with { End = page.End }), WireLimits.MaxPayloadBytes, WireLimits.MaxMessageBytes);
    }

    [Fact]
    public void An_item_that_is_listed()
    {
        var item = new RunItem { Index = 0, Phase = ItemPhase.Failed, Attempts = 1, Input = $"\"{Largest}\"", Result = $"\"{Largest}\"", Error = Error };

        Assert.InRange(Write(new RunItems(WireSamples.Run, new ItemPage { Items = [item] })), 2 * WireLimits.MaxPayloadBytes, WireLimits.MaxMessageBytes);
    }

    [Fact]
    public void A_run_that_is_listed()
    {
        var info = ((RunStatus)WireSamples.All["run-status-full"]).Info with
        {
            Labels = new Dictionary<string, string> { ["key"] = new('x', WireLimits.MaxNamingBytes - 3) },
            Notice = Long,
            Error = Errors.User(ErrorCodes.ToleranceExceeded, $"the first: {Error}") with { Cause = Error },
        };

        Assert.InRange(Write(RunListCut.Of([info, info], WireLimits.MaxPageBytes)), 1, 2 * WireLimits.MaxPageBytes);
    }

    [Fact]
    public void Reasons_are_cut()
    {
        Assert.All(
            new IWireMessage[] { new AbortRun(WireSamples.Run, Long), new AbortItem(WireSamples.Run, 0, Long), RunRejected.Crash(WireSamples.Run, Long), new ListFailed(Long) },
            message => Assert.InRange(Write(message), 1, 50_000));
    }

    public void Dispose() => system.Dispose();

    private static InputPage Page(params string[] items) =>
        Assert.Single(new InputPage<string>(Echo.Definition, Echo.Options, items, 0, items.Length).Encode(Limits));

    private static ItemError DeepError()
    {
        var error = Errors.Of(new FormatException(Long));
        for (var depth = 0; depth < 10; depth++)
        {
            error = Errors.Of(new TaskFailedException(error with { Task = "task", StackTrace = Long[..(16 * 1024)], Input = Long[..1000] }));
        }

        return error with { StackTrace = Long[..(16 * 1024)] };
    }

    private int Write(IWireMessage message) => new WireSerializer((ExtendedActorSystem)system).ToBinary(message).Length;
}
