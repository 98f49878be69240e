namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>The messages of one actor, in and out, and the most of them in a second.</summary>
internal sealed class Meter(Agenda agenda)
{
    private long second;
    private long messages;
    private long bytes;

    public long MostMessages { get; private set; }

    public long MostBytes { get; private set; }

    public void Count(long bytes, int messages = 1)
    {
        if (agenda.Now / Scenario.Second is var now && now != second)
        {
            (second, this.messages, this.bytes) = (now, 0, 0);
        }

        this.messages += messages;
        this.bytes += bytes;
        MostMessages = Math.Max(MostMessages, this.messages);
        MostBytes = Math.Max(MostBytes, this.bytes);
    }
}
