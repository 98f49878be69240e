namespace Flyte.Actors.Placement;

/// <summary>How many slots of a gate a run may have from now on: an absolute number, whatever was said before.</summary>
/// <param name="RunKey">The run.</param>
/// <param name="Slots">The slots, in all.</param>
/// <param name="Version">Higher than that of every grant the gate told before: the highest one counts.</param>
/// <param name="WishVersion">The latest wish of the run that the gate has heard of: what is granted less than that wish, it does not have.</param>
internal readonly record struct Grant(string RunKey, int Slots, long Version, long WishVersion);

/// <summary>What a gate tells all nodes about itself from time to time.</summary>
/// <param name="Capacity">The slots that the node has.</param>
/// <param name="Free">Slots that are neither granted nor in use.</param>
/// <param name="Runs">How many runs wish for slots, or have some.</param>
/// <param name="IsDraining">Whether it grants no more.</param>
/// <param name="Fair">How many slots a run that lacks some here has on all nodes, in the mean; null when none lacks any.</param>
internal readonly record struct GateLoad(int Capacity, int Free, int Runs, bool IsDraining, int? Fair = null);
