using System.Reflection;
using Flyte.Actors.Payloads;
using Xunit;

namespace Flyte.Actors.Tests.Payloads;

/// <summary>A type of which no value can be written is refused when the task is made; others are tried or known to be fine.</summary>
public sealed class RefusedTypeTests
{
    private readonly TaskEnvironment env = new("refused");

    [Fact]
    public void An_input_that_can_never_be_written_is_refused_at_once()
    {
        Refuses("input", () => env.Task("a", (Action action) => 1));
        Refuses("input", () => env.Task("a", (Stream stream) => 1));
        Refuses("input", () => env.Task("a", (int i, FileStream stream) => 1));
        Refuses("input", () => env.Task("a", (Exception e) => 1));
        Refuses("input", () => env.Task("a", (List<Func<int>> functions) => 1));
        Refuses("input", () => env.Task("a", (Type type) => 1));
    }

    [Fact]
    public void A_result_that_can_never_be_written_is_refused_at_once()
    {
        Refuses("result", () => env.Task("a", (int i) => new MemoryStream()));
        Refuses("result", () => env.Task("a", (int i) => new Holder(Stream.Null)));
        Refuses("result", () => env.Task("a", (int i) => new Dictionary<string, Thread>(StringComparer.Ordinal)));
    }

    [Fact]
    public void What_was_refused_does_not_take_the_name()
    {
        Assert.ThrowsAny<ArgumentException>(() => env.Task("a", (Stream stream) => 1));

        Assert.Equal("refused.a", env.Task("a", (string path) => 1).Name);
    }

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(string))]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof(int?))]
    [InlineData(typeof(byte[]))]
    [InlineData(typeof(List<string>))]
    [InlineData(typeof(Dictionary<string, DateTimeOffset>))]
    [InlineData(typeof((int, string)))]
    [InlineData(typeof(Sealed))]
    [InlineData(typeof(Derived))]
    [InlineData(typeof(Nothing))]
    public void Plain_data_needs_no_look_at_its_values(Type type) => Assert.Equal(nameof(PayloadTrust.Proven), Trust(type));

    [Theory]
    [InlineData(typeof(object))]
    [InlineData(typeof(Open))]
    [InlineData(typeof(Recursive))]
    [InlineData(typeof(IEnumerable<int>))]
    [InlineData(typeof(Dictionary<Sealed, int>))]
    [InlineData(typeof(int[,]))]
    [InlineData(typeof(List<Open>))]
    [InlineData(typeof(Computed))]
    public void Whatever_may_hold_more_than_it_says_is_tried(Type type) => Assert.Equal(nameof(PayloadTrust.Checked), Trust(type));

    [Theory]
    [InlineData(typeof(Delegate))]
    [InlineData(typeof(MethodInfo))]
    [InlineData(typeof(Task<int>))]
    [InlineData(typeof(CancellationToken))]
    [InlineData(typeof(nint))]
    [InlineData(typeof(ManualResetEvent))]
    [InlineData(typeof(Stream[]))]
    [InlineData(typeof((int, Action)))]
    [InlineData(typeof(Holder))]
    public void Whatever_is_bound_to_the_process_is_refused(Type type) => Assert.Equal(nameof(PayloadTrust.Refused), Trust(type));

    private static string Trust(Type type) => PayloadContract.Of(type).ToString();

    private static void Refuses(string role, Func<object> make)
    {
        var error = Assert.Throws<ArgumentException>(make);

        Assert.Contains($"The {role} of task 'refused.a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("pass the data that it stands for", error.Message, StringComparison.Ordinal);
    }

    private sealed record Sealed(int Number, string Text, DateOnly? Day);

    private record Open(int Number);

    private sealed record Derived(int Number) : Open(Number);

    private sealed record Recursive(int Number, Recursive? Next);

    private sealed record Holder(Stream Stream);

    private sealed class Computed
    {
        public int Value => 1 + 1;
    }
}
