using Akka.Actor;
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

/// <summary>To the list of runs: a tree of which nothing is recorded was opened, whatever the index says of it.</summary>
internal sealed record TreeEmpty(RunId RunId) : IRunMessage;

/// <summary>
/// To the region of one node of a cluster, the oldest: see that all unfinished runs go on, and that those go whose time is over.
/// </summary>
/// <param name="Runs">
/// Is told <see cref="OpenTrees"/>, again and again, with runs that may be open already, and <see cref="PurgeRun"/>: whoever reaches
/// all runs of the cluster.
/// </param>
internal sealed record BeginResuming(IActorRef Runs) : IFlyteMessage;

/// <summary>To the region of a node that is the oldest no more.</summary>
internal sealed record StopResuming : IFlyteMessage;

/// <summary>To the same region: nodes have come or gone, so that runs may be without a home.</summary>
internal sealed record Resume : IFlyteMessage;
