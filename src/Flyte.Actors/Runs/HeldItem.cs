namespace Flyte.Actors.Runs;

/// <summary>An item whose body was running when its process died.</summary>
/// <param name="Run">Its run, as a digest of the id.</param>
/// <param name="Index">The item.</param>
internal readonly record struct HeldItem(UInt128 Run, int Index);
