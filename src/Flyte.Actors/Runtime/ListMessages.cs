using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// To the list of runs: these are about to tell what they look like. Answered by <see cref="RowsWritten"/> once the index has them all.
/// </summary>
internal sealed record AwaitRows(IReadOnlyList<string> Ids) : IFlyteMessage;

/// <summary>From the list of runs: all that were awaited are in the index.</summary>
internal sealed record RowsWritten : IFlyteMessage;

/// <summary>To the list of runs: the index does not answer, so that there is no use in waiting for it.</summary>
internal sealed record RowsUnknown : IFlyteMessage;

/// <summary>To the list of runs: what the index says of these is not what was written there.</summary>
internal sealed record RowsDamaged(IReadOnlyList<RunId> Runs) : IFlyteMessage;

/// <summary>To the list of runs: a tree of which nothing is recorded was opened, whatever the index says of it.</summary>
internal sealed record TreeEmpty(RunId RunId) : IRunMessage;

/// <summary>To who sees that all runs of a cluster go on: nodes have come or gone, so that runs may be without a home.</summary>
internal sealed record Resume : IFlyteMessage;
