using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flyte.Actors.Payloads;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>What inputs and results are in JSON is told by the types of a task.</summary>
public sealed class TaskSchemaTests
{
    private readonly TaskEnvironment env = new("schemas");

    public enum Colour
    {
        Red,
        Green = 4,
    }

    [JsonConverter(typeof(JsonStringEnumConverter))]
    public enum Size
    {
        Small,
        Large,
    }

    [Fact]
    public void Scalars_are_what_JSON_has_for_them()
    {
        Is("""{"type":"integer"}""", env.Task("int", (int i) => i));
        Is("""{"type":"boolean"}""", env.Task("bool", (bool b) => b));
        Is("""{"type":"string"}""", env.Task("string", string (string s) => s));
        Is("""{"type":"string","format":"uuid"}""", env.Task("guid", (Guid g) => g));
        Is("""{"type":"string","format":"date-time"}""", env.Task("time", (DateTimeOffset t) => t));
        Is("""{"anyOf":[{"type":"number"},{"enum":["NaN","Infinity","-Infinity"]}]}""", env.Task("double", (double d) => d));
    }

    [Fact]
    public void Null_is_a_value_where_the_annotations_say_so()
    {
        Is("""{"type":["integer","null"]}""", env.Task("int", (int? i) => i));
        Is("""{"type":["string","null"]}""", env.Task("string", string? (string? s) => s));
        Is("""{"type":"array","items":{"type":["string","null"]}}""", env.Task("list", List<string?> (List<string?> l) => l));
        Is("""{"type":"array","items":{"type":"string"}}""", env.Task("array", string[] (string[] l) => l));
        Is("""{"type":["array","null"],"items":{"type":["string","null"]}}""", env.Task("both", string?[]? (string?[]? l) => l));
        Is("""{"type":"object","additionalProperties":{"type":["string","null"]}}""", env.Task("map", Dictionary<string, string?> (Dictionary<string, string?> m) => m));
        Is("""{"type":"object","additionalProperties":{"type":"array","items":{"type":"integer"}}}""", env.Task("maps", Dictionary<string, int[]> (Dictionary<string, int[]> m) => m));
    }

    /// <summary>From a lambda that does not say what it returns, null is a success.</summary>
    [Fact]
    public void A_result_that_is_not_promised_may_be_null() =>
        Assert.Equal("""{"type":["string","null"]}""", Text(env.Task("open", (int i) => $"{i}").Definition.Schemas.Output));

    [Fact]
    public void A_task_without_inputs_or_result_has_no_schema_for_them()
    {
        var none = env.Task("none", () => { }).Definition.Schemas;

        Assert.Null(none.Input);
        Assert.Null(none.Output);
    }

    [Fact]
    public void A_record_is_an_object_that_requires_what_its_constructor_does() => Is(
        """{"type":"object","properties":{"name":{"type":"string"},"note":{"type":["string","null"]},"lines":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"count":{"type":"integer","default":1}},"required":["text"]}},"colour":{"type":"integer","description":"Red = 0, Green = 4"},"size":{"enum":["Small","Large"]}},"required":["name","note","lines","colour","size"]}""",
        env.Task("record", Order (Order o) => o));

    [Fact]
    public void Several_inputs_are_an_array_with_their_names()
    {
        var two = env.Task("two", (int number, string? text) => number);

        Assert.Equal(
            """{"type":"array","prefixItems":[{"type":"integer","title":"number"},{"type":["string","null"],"title":"text"}],"minItems":2,"maxItems":2}""",
            Text(two.Definition.Schemas.Input));
    }

    [Fact]
    public void A_tuple_is_an_array_wherever_it_stands()
    {
        Is(
            """{"type":"object","properties":{"range":{"type":"array","prefixItems":[{"type":"integer"},{"type":["string","null"]}],"minItems":2,"maxItems":2},"maybe":{"type":["array","null"],"prefixItems":[{"type":"integer"},{"type":"integer"}],"minItems":2,"maxItems":2}},"required":["range","maybe"]}""",
            env.Task("inner", Ranged (Ranged r) => r));
        Is(
            """{"type":"array","items":{"type":"array","prefixItems":[{"type":"string"},{"type":"array","prefixItems":[{"type":"boolean"},{"type":"integer"}],"minItems":2,"maxItems":2}],"minItems":2,"maxItems":2}}""",
            env.Task("nested", List<(string, (bool, int))> (List<(string, (bool, int))> l) => l));
    }

    [Fact]
    public void A_type_that_holds_itself_refers_to_itself()
    {
        Is(
            """{"type":"object","properties":{"value":{"type":"integer"},"left":{"type":["object","null"],"properties":{"value":{"type":"integer"},"left":{"$ref":"#/properties/left"},"others":{"type":"array","items":{"$ref":"#"}}},"required":["value","left","others"]},"others":{"$ref":"#/properties/left/properties/others"}},"required":["value","left","others"]}""",
            env.Task("tree", Tree (Tree t) => t));
        Is(
            """{"type":"object","properties":{"next":{"type":["array","null"],"prefixItems":[{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/properties/next"},{"type":"null"}]}},"required":["next"]},{"type":"integer"}],"minItems":2,"maxItems":2}},"required":["next"]}""",
            env.Task("chain", Chain (Chain c) => c));
        Is(
            """{"type":"array","prefixItems":[{"type":"integer"},{"type":"object","properties":{"value":{"type":"integer"},"left":{"type":["object","null"],"properties":{"value":{"type":"integer"},"left":{"$ref":"#/prefixItems/1/properties/left"},"others":{"type":"array","items":{"$ref":"#/prefixItems/1"}}},"required":["value","left","others"]},"others":{"$ref":"#/prefixItems/1/properties/left/properties/others"}},"required":["value","left","others"]}],"minItems":2,"maxItems":2}""",
            env.Task("pair", (int, Tree) ((int, Tree) p) => p));
    }

    [Fact]
    public void What_the_code_describes_is_described()
    {
        Is(
            """{"type":"object","properties":{"kilos":{"type":"integer","description":"Without the box."},"label":{"type":"string","description":"As printed."}},"required":["kilos","label"],"description":"A parcel."}""",
            env.Task("parcel", Parcel (Parcel p) => p));
        Assert.Equal("""{"type":"integer","description":"How many."}""", Text(env.Task("count", ([Description("How many.")] int i) => i).Definition.Schemas.Input));
    }

    [Fact]
    public void What_nobody_can_know_may_be_anything()
    {
        Is("{}", env.Task("element", (JsonElement e) => e));
        Is("{}", env.Task("own", (Own o) => o));
    }

    [Fact]
    public void A_type_that_cannot_be_described_says_why()
    {
        var schemas = env.Task("broken", Broken (Broken b) => b).Definition.Schemas;

        Assert.StartsWith("""{"$comment":"What """, Text(schemas.Input), StringComparison.Ordinal);
        Assert.StartsWith("""{"$comment":"What """, Text(schemas.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_shows_them()
    {
        env.Task("twice", (int i) => 2 * i);
        await using var flyte = await FlyteRuntime.StartAsync(env).Soon();

        var info = flyte.Tasks["schemas.twice"];

        Assert.Equal("""{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"integer"}""", info.InputSchema?.GetRawText());
        Assert.Equal(info.InputSchema?.GetRawText(), new TaskInfo("schemas.twice", typeof(int), typeof(int), TaskOptions.Default).OutputSchema?.GetRawText());
        Assert.DoesNotContain("$schema", info.ToString(), StringComparison.Ordinal);
    }

    // Of a task that gives back what it gets, and says so.
    private static void Is(string schema, FlyteTask task)
    {
        Assert.Equal(schema, Text(task.Definition.Schemas.Input));
        Assert.Equal(schema, Text(task.Definition.Schemas.Output));
    }

    private static string Text(JsonElement? schema)
    {
        var root = JsonObject.Create(schema!.Value)!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", root["$schema"]!.GetValue<string>());
        root.Remove("$schema");
        return root.ToJsonString(PayloadJson.Options);
    }

    private sealed record Order(string Name, string? Note, IReadOnlyList<Line> Lines, Colour Colour, Size Size);

    private sealed record Line(string Text, int Count = 1);

    private sealed record Ranged((int From, string? To) Range, (int, int)? Maybe);

    private sealed record Tree(int Value, Tree? Left, List<Tree> Others);

    private sealed record Chain((Chain Next, int Length)? Next);

    [Description("A parcel.")]
    private sealed record Parcel([Description("Without the box.")] int Kilos, [property: Description("As printed.")] string Label);

    private sealed record Broken(int One)
    {
        [JsonPropertyName("one")]
        public int Two { get; init; }
    }

    [JsonConverter(typeof(OwnConverter))]
    private readonly record struct Own(int Value);

    private sealed class OwnConverter : JsonConverter<Own>
    {
        public override Own Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Own value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
