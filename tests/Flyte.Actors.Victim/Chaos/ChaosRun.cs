namespace Flyte.Actors.Victim.Chaos;

/// <summary>A run, by what its client knows of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shape">What it looks like.</param>
/// <param name="Seed">Its first input.</param>
/// <param name="Size">How many inputs it has.</param>
/// <param name="Concurrency">How many of its items run at once.</param>
public sealed record ChaosRun(string Id, ChaosShape Shape, int Seed, int Size, int Concurrency)
{
    /// <summary>Whether it is read as its items are done.</summary>
    public bool IsReadAsCompleted => Shape is ChaosShape.Completed;
}
