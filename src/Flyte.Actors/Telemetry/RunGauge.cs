namespace Flyte.Actors.Telemetry;

/// <summary>How one run of this process stands. Read from any thread while the run goes on: numbers that belong together may be of two moments.</summary>
internal interface IRunGauge
{
    /// <summary>Its task; empty for a run of calls.</summary>
    string Task { get; }

    /// <summary>Where it stands, as tags say it; null of one that is part of another.</summary>
    string? Phase { get; }

    /// <summary>Items that wait.</summary>
    int Queued { get; }

    /// <summary>Items that are handed out.</summary>
    int Running { get; }

    /// <summary>Items that wait for their next attempt.</summary>
    int Retrying { get; }

    /// <summary>Item actors that work on one.</summary>
    int Busy { get; }

    /// <summary>Events that wait to be recorded, or are being recorded.</summary>
    int Lag { get; }
}
