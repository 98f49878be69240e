using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Flyte.Actors.Tests.Support;

/// <summary>What the library measures while it is there; of it, what is of one thing: other tests of the process measure too.</summary>
internal sealed class Meters : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<Measured> all = new();

    internal Meters()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == FlyteTelemetry.SourceName)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    /// <summary>The measurements of an instrument whose tag says so.</summary>
    internal IReadOnlyList<Measured> Of(string instrument, string tag, string value) => [.. Of(instrument).Where(one => one.Tags.GetValueOrDefault(tag) == value)];

    internal IReadOnlyList<Measured> Of(string instrument) => [.. all.Where(one => one.Instrument == instrument)];

    /// <summary>How many items of a task have ended, by their outcomes.</summary>
    internal string Ended(string task) => string.Join(", ", Of("flyte.items", "flyte.task", task)
        .GroupBy(one => one.Tags["flyte.outcome"], StringComparer.Ordinal)
        .OrderBy(outcome => outcome.Key, StringComparer.Ordinal)
        .Select(outcome => $"{outcome.Sum(one => one.Value)} {outcome.Key}"));

    /// <summary>What the instruments that are only looked at say now.</summary>
    internal IReadOnlyList<Measured> Look(string instrument, string tag, string value)
    {
        all.Clear();
        listener.RecordObservableInstruments();
        return Of(instrument, tag, value);
    }

    public void Dispose() => listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        all.Enqueue(new Measured(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => $"{tag.Value}", StringComparer.Ordinal)));
}

/// <summary>A measurement.</summary>
internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, string> Tags);
