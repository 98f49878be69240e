using System.Diagnostics;
using Akka.TestKit.Xunit2;
using Flyte.Actors.Client;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Telemetry;

/// <summary>A trace goes on through runs also where nobody records it, and costs nothing where there is none.</summary>
public sealed class PropagationTests : TestKit
{
    private readonly TaskEnvironment env = new("passing");
    private readonly RunLinks links = new(TimeSpan.FromMinutes(1));
    private readonly ElasticPool pool = new(16);

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task A_trace_without_spans_of_the_library_goes_through_bodies_and_what_they_call(bool isRecorded, bool isHeard)
    {
        var seen = new Logbook();
        var leaf = env.Task("leaf", (int x) => See(seen, x));
        var main = env.Task("main", async (int x) =>
        {
            See(seen, x);
            return await leaf.CallAsync(x) + await leaf.MapAsync(Enumerable.Range(0, 200)).Values().SumAsync();
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        using var spans = new Spans(isRecorded, isHeard);

        await flyte.RunAsync(main, 1).Soon();

        Assert.Empty(spans.All);
        Assert.Equal(202, seen.Lines.Length);
        Assert.Equal([$"{spans.Root.TraceId} {isRecorded} vendor=1"], seen.Lines.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_body_that_nobody_traces_is_in_no_trace_also_not_in_that_of_the_runtimes_start()
    {
        var seen = new Logbook();
        var task = env.Task("task", (int x) => See(seen, x));
        FlyteRuntime flyte;
        using (var spans = new Spans())
        {
            flyte = await FlyteRuntime.StartAsync(env);
            await flyte.Map(task.MapAsync(Enumerable.Range(0, 100))).ToListAsync().Soon();
        }

        await flyte.Map(task.MapAsync(Enumerable.Range(0, 100))).ToListAsync().Soon();

        Assert.All(seen.Lines[100..], line => Assert.Equal("none", line));
        await flyte.DisposeAsync();
    }

    [Fact]
    public async Task A_run_says_nothing_of_a_trace_when_there_is_none()
    {
        Assert.Null((await StartAsync()).Trace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_says_what_it_is_done_for(bool isHeard)
    {
        using var spans = new Spans(isHeard: isHeard);

        var spec = await StartAsync();

        Assert.Equal(isHeard, spec.Trace!.Parent != spans.Root.Id);
        Assert.Equal((spans.Root.TraceId, "vendor=1"), (spec.Trace.Parse()!.Value.TraceId, spec.Trace.State));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public void What_is_no_context_is_none(string parent)
    {
        Assert.Null(LeaseTrace.Of(new TraceContext(parent, null)));
        Assert.Null(LeaseTrace.Of(null));
    }

    [Fact]
    public void A_state_that_is_too_long_is_left_out()
    {
        using var long512 = new Activity("long") { TraceStateString = $"a={new string('b', 510)}" }.Start();
        Assert.Equal(512, TraceContext.Of(long512)!.State!.Length);
        using var tooLong = new Activity("longer") { TraceStateString = $"a={new string('b', 511)}" }.Start();
        Assert.Null(TraceContext.Of(tooLong)!.State);
    }

    protected override void Dispose(bool disposing)
    {
        links.Dispose();
        pool.Dispose();
        base.Dispose(disposing);
    }

    private async Task<RunSpec> StartAsync()
    {
        var door = CreateTestProbe();
        var task = env.Task("task", (int x) => x);
        var core = new ClientCore(Sys, Doors.Of(door.Ref), TaskRegistry.Of([env]), pool, links, DefaultConcurrency: 4, RunAhead: 0, Limits: null);
        _ = new RootRunner(core).Start(task.MapAsync([1]).Call, CancellationToken.None);
        return (await door.ExpectMsgAsync<StartRun>()).Spec;
    }

    private static int See(Logbook seen, int x)
    {
        seen.Write(Activity.Current is { } current ? $"{current.TraceId} {current.Recorded} {current.TraceStateString}" : "none");
        return x;
    }
}
