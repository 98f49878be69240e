using System.Collections;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using Flyte.Actors;

namespace Flyte.Node.Tests.Readme;

/// <summary>The tables of the page say what the code says.</summary>
public sealed class ReadmeTableTests
{
    private static readonly Type[] Public = typeof(FlyteRuntime).Assembly.GetExportedTypes();

    public static TheoryData<string> Options { get; } =
        [.. Public.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_is_in_its_table_with_its_default(string options)
    {
        var type = Public.Single(t => t.Name == options);
        var defaults = Activator.CreateInstance(type)!;
        var real = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => $"{p.Name} = {Shown(p.GetValue(defaults))}");
        Assert.Equal(real, ReadmePage.Rows(ReadmePage.Section($"### {options}")).Select(row => $"{row[0]} = {row[1]}"));
    }

    [Fact]
    public void Every_property_of_an_error_is_named() => Assert.Equal(
        typeof(ItemError).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
        ErrorTable("Kind").SelectMany(row => row[0].Split(", ")).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_error_code_is_named()
    {
        var codes = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.All(codes, code => Assert.Contains($"`{code}`", ReadmePage.Section("## Errors"), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_exception_of_the_library_is_named()
    {
        var exceptions = Public.Where(type => type.IsSubclassOf(typeof(FlyteException))).Select(type => type.Name);
        Assert.Subset(ErrorTable("TaskFailedException").Select(row => row[0]).ToHashSet(StringComparer.Ordinal), exceptions.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_metric_is_in_its_table_with_its_kind_and_unit()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == FlyteTelemetry.SourceName)
                {
                    instruments.Add(instrument);
                }
            },
        };
        await using var flyte = await FlyteRuntime.StartAsync();
        listener.Start();

        Assert.Equal(
            instruments.Select(one => $"{one.Name}, {Kind(one)}, {one.Unit}").Order(StringComparer.Ordinal),
            ReadmePage.Rows(ReadmePage.Section("### Metrics")).Select(row => $"{row[0]}, {row[1]}, {row[2]}").Order(StringComparer.Ordinal));
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" => "counter",
        "Histogram`1" => "histogram",
        _ when instrument.IsObservable => "gauge",
        var other => other,
    };

    // The table whose first row begins so; tables are parted by empty lines.
    private static IReadOnlyList<string[]> ErrorTable(string first) =>
        ReadmePage.Section("## Errors").Split("\n\n").Select(ReadmePage.Rows).Single(rows => rows.Count > 0 && rows[0][0] == first);

    private static string Shown(object? value) => value switch
    {
        null => "none",
        bool truth => truth ? "true" : "false",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        TimeSpan { TotalDays: >= 1 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.###} d"),
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        ICollection { Count: 0 } => "none",
        _ => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => Equals(p.GetValue(null), value))
            .Select(p => $"{value.GetType().Name}.{p.Name}")
            .SingleOrDefault($"{value}"),
    };
}
