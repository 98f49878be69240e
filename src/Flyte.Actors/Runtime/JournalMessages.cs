using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>From a run to its tree's journal: record these events. Answered by <see cref="Committed"/>.</summary>
internal sealed record Append(RunId Run, int Batch, IReadOnlyList<RunEvent> Events, IActorRef ReplyTo) : IFlyteMessage;

/// <summary>From the journal to its tree, once: what is recorded.</summary>
internal sealed record JournalOpened(TreeRecord Record) : IFlyteMessage;

/// <summary>From the journal to its tree: it cannot record now and tries again, for this reason; with null it can again.</summary>
internal sealed record JournalPaused(string? Reason) : IFlyteMessage;

/// <summary>
/// From the journal to its tree, as its last words: another incarnation of the tree has written to it, so that what this one knows is
/// not what is recorded.
/// </summary>
internal sealed record JournalSuperseded(string Reason) : IFlyteMessage;

/// <summary>From the tree to its journal: remove all that is recorded. Answered by <see cref="JournalErased"/>.</summary>
internal sealed record EraseJournal : IFlyteMessage;

/// <summary>Nothing is recorded of the tree any more.</summary>
internal sealed record JournalErased : IFlyteMessage;

/// <summary>From the writer to its keeper: it has recovered.</summary>
/// <param name="Last">The number of the last event.</param>
/// <param name="Record">What is recorded; null when it was not asked for.</param>
internal sealed record WriterReady(long Last, TreeRecord? Record) : IFlyteMessage;

/// <summary>From the keeper to its writer: persist these events as one.</summary>
internal sealed record WriteBatches(IReadOnlyList<JournalBatch> Batches) : IFlyteMessage;

/// <summary>From the writer: they are persisted.</summary>
/// <param name="Last">The number of the last event.</param>
internal sealed record BatchesWritten(long Last) : IFlyteMessage;

/// <summary>From the writer, as its last words: why it ends.</summary>
internal sealed record WriterFailed(string Reason) : IFlyteMessage;
