using System.Diagnostics.Metrics;

namespace Flyte.Node.Tests.Support;

/// <summary>How many connections the web interface of one node has, as its server counts them.</summary>
internal sealed class OpenConnections : IDisposable
{
    private readonly MeterListener listener = new();
    private long count;

    internal OpenConnections(int port)
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "kestrel.active_connections")
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, change, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "server.port", Value: int its } && its == port)
                {
                    Interlocked.Add(ref count, change);
                }
            }
        });
        listener.Start();
    }

    /// <summary>Those that have come since, less those that have gone.</summary>
    internal long Count => Interlocked.Read(ref count);

    public void Dispose() => listener.Dispose();
}
