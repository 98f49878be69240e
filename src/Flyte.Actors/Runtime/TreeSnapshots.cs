using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Storage.Tables;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The snapshots of all trees of a process: the fold of a tree's first events, kept beside the journal. It is made of the journal's
/// own events, never of what a run has in memory, and may be lost at any time.
/// </summary>
/// <param name="table">Where they are kept.</param>
/// <param name="events">The journal.</param>
/// <param name="rule">When one is made, and how large it may be.</param>
internal sealed class TreeSnapshots(SnapshotTable table, IJournalEvents events, SnapshotRule rule)
{
    private readonly Lock gate = new();
    private Task turn = Task.CompletedTask;

    internal SnapshotRule Rule => rule;

    /// <summary>Whether it is worth while to look for one.</summary>
    internal bool MayHave(RunId root) => table.MayHave(root.Value);

    /// <summary>
    /// What is recorded of a tree until now, by its snapshot and the events behind; null when it has none. It is not for an actor's
    /// thread.
    /// </summary>
    /// <exception cref="InvalidDataException">The snapshot cannot be used.</exception>
    internal async Task<OpenedTree?> OpenAsync(RunId root, CancellationToken cancellationToken)
    {
        var start = await FindAsync(root, holdsResults: true).ConfigureAwait(false);
        if (start.Last == 0)
        {
            return null;
        }

        var covered = start.Last;
        return new OpenedTree(await SnapshotFold.GoOnAsync(start, long.MaxValue, events, cancellationToken).ConfigureAwait(false), covered);
    }

    /// <summary>Makes one of a tree's events up to one that is recorded; of one tree after the other. False when it would be too large.</summary>
    internal Task<bool> MakeAsync(RunId root, long to, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = await FoldAsync(root, to, cancellationToken).ConfigureAwait(false);
        if (SnapshotFormat.Write(snapshot, rule.MaxBytes) is not { } bytes)
        {
            return false;
        }

        Task stored;
        lock (gate)
        {
            // Whoever erases has cancelled this before: what is stored now, is erased after that.
            cancellationToken.ThrowIfCancellationRequested();
            stored = table.StoreAsync(root.Value, SnapshotFormat.Name, bytes);
        }

        await stored.ConfigureAwait(false);
        return true;
    });

    /// <summary>Removes the one of a tree, of which none is being made any more.</summary>
    internal Task EraseAsync(RunId root)
    {
        lock (gate)
        {
            return table.RemoveAsync(root.Value);
        }
    }

    private async Task<Snapshot> FoldAsync(RunId root, long to, CancellationToken cancellationToken)
    {
        try
        {
            var start = await FindAsync(root, holdsResults: false).ConfigureAwait(false);
            return await SnapshotFold.GoOnAsync(start, to, events, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException) when (MayHave(root))
        {
            // Without the one before, whose place it takes.
            return await SnapshotFold.GoOnAsync(Snapshot.Empty(root, holdsResults: false), to, events, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Snapshot> FindAsync(RunId root, bool holdsResults) =>
        MayHave(root) && await table.FindAsync(root.Value).ConfigureAwait(false) is { } row
            ? SnapshotFormat.Read(root, row.Format, row.Bytes, holdsResults)
            : Snapshot.Empty(root, holdsResults);

    // A fold has the memory of a run.
    private Task<T> InTurnAsync<T>(Func<Task<T>> work)
    {
        lock (gate)
        {
            var mine = AfterAsync(turn);
            turn = mine;
            return mine;
        }

        async Task<T> AfterAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            return await work().ConfigureAwait(false);
        }
    }
}

/// <summary>What is recorded of a tree, and the number of the last event that its snapshot had; 0 when there was none.</summary>
internal sealed record OpenedTree(Snapshot Now, long Covered);
