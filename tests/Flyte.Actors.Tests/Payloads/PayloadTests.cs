using System.Text.Json;
using System.Text.Json.Serialization;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Payloads;

/// <summary>What could not leave the process is an error of its item, also where it need not leave.</summary>
public sealed class PayloadTests
{
    private readonly TaskEnvironment env = new("payloads");

    [Fact]
    public async Task Payloads_stay_the_same_objects_inside_the_process()
    {
        var input = new List<int> { 1, 2, 3 };
        var self = env.Task("self", (List<int> list) => list);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Same(input, (await flyte.Map(self.MapAsync([input])).ToListAsync().Soon())[0].Value);
    }

    [Fact]
    public async Task An_input_with_a_cycle_is_the_error_of_its_slot()
    {
        var bodies = new Tally();
        var use = env.Task("use", (Node node) => bodies.Add() + (0 * node.Value));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.Map(use.MapAsync([new Node(), Node.Cycle(), new Node()], concurrency: 1)).ToListAsync().Soon();

        Assert.Equal([true, false, true], results.Select(r => r.IsSuccess));
        Assert.Equal((ErrorCodes.InvalidInput, ErrorKind.User), (results[1].Error!.Code, results[1].Error!.Kind));
        Assert.Contains("JSON", results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Null(results[1].Error!.Input);
        Assert.Equal(2, bodies.Count);
    }

    [Fact]
    public async Task A_result_with_a_cycle_is_the_error_of_its_slot_and_not_retried()
    {
        var bodies = new Tally();
        var make = env.Task("make", (int i) =>
        {
            bodies.Add();
            return i == 1 ? Node.Cycle() : new Node();
        }, o => o with { Retries = 3 });
        var later = env.Task("later", async (int i) =>
        {
            await Task.Yield();
            return i == 1 ? Node.Cycle() : new Node();
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.Map(make.MapAsync([0, 1, 2])).ToListAsync().Soon();
        var laterResults = await flyte.Map(later.MapAsync([0, 1, 2])).ToListAsync().Soon();

        Assert.Equal([null, ErrorCodes.InvalidResult, null], results.Select(r => r.Error?.Code));
        Assert.Equal([null, ErrorCodes.InvalidResult, null], laterResults.Select(r => r.Error?.Code));
        Assert.Equal(3, bodies.Count);
    }

    [Fact]
    public async Task Code_that_throws_while_a_payload_is_written_is_an_error_too()
    {
        var property = env.Task("property", (int i) => new ThrowingProperty());
        var converter = env.Task("converter", (int i) => new Converted());
        var input = env.Task("input", (Converted value) => 1);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(ErrorCodes.InvalidResult, (await flyte.Map(property.MapAsync([1])).ToListAsync().Soon())[0].Error?.Code);
        Assert.Equal(ErrorCodes.InvalidResult, (await flyte.Map(converter.MapAsync([1])).ToListAsync().Soon())[0].Error?.Code);
        var error = (await flyte.Map(input.MapAsync([new Converted()])).ToListAsync().Soon())[0].Error!;
        Assert.Equal(ErrorCodes.InvalidInput, error.Code);
        Assert.Contains("Not today.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_of_an_open_type_is_judged_by_its_value()
    {
        var use = env.Task("use", (object o) => o.ToString());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.Map(use.MapAsync([1, "a", new Action(() => { })])).ToListAsync().Soon();

        Assert.Equal([true, true, false], results.Select(r => r.IsSuccess));
    }

    [Fact]
    public async Task A_null_result_is_an_error_where_the_code_declares_that_there_is_none()
    {
        var plain = env.Task("plain", string (int i) => i == 1 ? null! : "x");
        var later = env.Task("later", async Task<string> (int i) =>
        {
            await Task.Yield();
            return i == 1 ? null! : "x";
        });
        var contextual = env.Task("contextual", string (int i, TaskContext context) => null!);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([null, ErrorCodes.InvalidResult], (await flyte.Map(plain.MapAsync([0, 1])).ToListAsync().Soon()).Select(r => r.Error?.Code));
        Assert.Equal([null, ErrorCodes.InvalidResult], (await flyte.Map(later.MapAsync([0, 1])).ToListAsync().Soon()).Select(r => r.Error?.Code));
        Assert.Equal(ErrorCodes.InvalidResult, (await flyte.Map(contextual.MapAsync([0])).ToListAsync().Soon())[0].Error?.Code);
    }

    [Fact]
    public async Task A_null_result_is_a_value_where_the_code_declares_it()
    {
        var maybe = env.Task("maybe", string? (int i) => null);
        var later = env.Task("later", async Task<string?> (int i) =>
        {
            await Task.Yield();
            return null;
        });
        var number = env.Task("number", int? (int i) => null);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([null], await flyte.Map(maybe.MapAsync([1])).Values().ToListAsync().Soon());
        Assert.Equal([null], await flyte.Map(later.MapAsync([1])).Values().ToListAsync().Soon());
        Assert.Equal([null], await flyte.Map(number.MapAsync([1])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task Null_inputs_and_numbers_that_JSON_does_not_know_are_fine()
    {
        var length = env.Task("length", (string? s) => s?.Length ?? -1);
        var half = env.Task("half", (double d) => d / 2);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([-1, 1], await flyte.Map(length.MapAsync([null, "a"])).Values().ToListAsync().Soon());
        Assert.Equal(
            [double.NaN, double.PositiveInfinity],
            await flyte.Map(half.MapAsync([double.NaN, double.PositiveInfinity])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_null_task_of_a_body_is_its_error()
    {
        Task<int>? none = null;
        var bad = env.Task("bad", (int i) => none!);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("NullReferenceException", (await flyte.Map(bad.MapAsync([1])).ToListAsync().Soon())[0].Error?.Code);
    }

    private sealed class Node
    {
        public int Value { get; init; }

        public Node? Next { get; set; }

        internal static Node Cycle()
        {
            var node = new Node();
            node.Next = node;
            return node;
        }
    }

    private sealed class ThrowingProperty
    {
        public int Value => throw new InvalidOperationException("Not today.");
    }

    [JsonConverter(typeof(ThrowingConverter))]
    private sealed record Converted;

    private sealed class ThrowingConverter : JsonConverter<Converted>
    {
        public override Converted Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new();

        public override void Write(Utf8JsonWriter writer, Converted value, JsonSerializerOptions options) =>
            throw new InvalidOperationException("Not today.");
    }
}
