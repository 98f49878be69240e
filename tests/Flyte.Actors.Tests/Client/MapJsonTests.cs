using System.Text.Json;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A task that is known by name is mapped over inputs in JSON.</summary>
public sealed class MapJsonTests
{
    private readonly TaskEnvironment env = new("json");

    public MapJsonTests()
    {
        env.Task("twice", (int i) => 2 * i);
        env.Task("two", (int i, string s) => new Pair(i, s));
        env.Task("none", () => "hello");
        env.Task("maybe", (int? i) => i ?? -1);
    }

    [Fact]
    public async Task Inputs_and_results_are_JSON()
    {
        Assert.Equal(["2", "4"], await RunAsync("json.twice", "1", " 2 "));
        Assert.Equal(["""{"number":1,"text":"a"}"""], await RunAsync("json.two", """[1, "a"]"""));
        Assert.Equal(["\"hello\""], await RunAsync("json.none", "{}"));
        Assert.Equal(["-1", "3"], await RunAsync("json.maybe", "null", "3"));
    }

    [Theory]
    [InlineData("json.twice", "{")]
    [InlineData("json.twice", "\"1\"")]
    [InlineData("json.twice", "null")]
    [InlineData("json.twice", "")]
    [InlineData("json.two", "[1]")]
    [InlineData("json.two", "[1, \"a\", 2]")]
    [InlineData("json.two", "[null, \"a\"]")]
    [InlineData("json.two", "7")]
    public async Task A_text_that_is_no_input_is_an_error_in_its_slot_that_shows_it(string task, string text)
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        MapStream<JsonElement>[] maps = [flyte.MapJson(task, new[] { text }.ToAsyncEnumerable()), flyte.MapJson(task, [text])];
        foreach (var map in maps)
        {
            var result = Assert.Single(await map.ToListAsync().Soon());

            Assert.Equal((ErrorCodes.InvalidInput, text, ErrorKind.User), (result.Error?.Code, result.Error?.Input, result.Error!.Kind));
        }
    }

    [Fact]
    public async Task The_lines_around_a_bad_one_are_done()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.MapJson("json.twice", new[] { "1", "x", "3" }.ToAsyncEnumerable(), concurrency: 2).ToListAsync().Soon();

        Assert.Equal([true, false, true], results.Select(r => r.IsSuccess));
        Assert.Equal(6, results[2].Value.GetInt32());
    }

    [Fact]
    public async Task Arguments_are_checked_at_the_call()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var inputs = AsyncEnumerable.Empty<string>();

        var unknown = Assert.Throws<UnknownTaskException>(() => flyte.MapJson("json.thrice", inputs));
        Assert.Contains("json.maybe, json.none, json.twice, json.two", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("task", () => flyte.MapJson(null!, inputs));
        Assert.Throws<ArgumentNullException>("inputs", () => flyte.MapJson("json.twice", (IAsyncEnumerable<string>)null!));
        Assert.Throws<ArgumentNullException>("inputs", () => flyte.MapJson("json.twice", (string[])null!));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => flyte.MapJson("json.twice", inputs, -1));
    }

    private async Task<IEnumerable<string>> RunAsync(string task, params string[] inputs)
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var ofList = await TextsAsync(flyte.MapJson(task, inputs));
        Assert.Equal(ofList, await TextsAsync(flyte.MapJson(task, inputs.ToAsyncEnumerable())));
        return ofList;

        static async Task<List<string>> TextsAsync(MapStream<JsonElement> map) =>
            [.. (await map.ToListAsync().Soon()).Select(r => r.Value.GetRawText())];
    }

    private sealed record Pair(int Number, string Text);
}
