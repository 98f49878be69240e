using Flyte.Actors.Client;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors;

/// <summary>A run that was submitted. It goes on without the handle.</summary>
/// <typeparam name="TOut">The task's result.</typeparam>
public sealed class RunHandle<TOut>
{
    private readonly ClientCore core;
    private readonly RunId id;

    internal RunHandle(ClientCore core, RunId id) => (this.core, this.id) = (core, id);

    /// <summary>The run's id.</summary>
    public string Id => id.Value;

    /// <summary>
    /// The results in the order of the inputs, or of their completion. Leaving the enumeration leaves the run going, and it may
    /// be read again, from the start or from where one was.
    /// </summary>
    /// <param name="asCompleted">Whether the order is that in which results are recorded.</param>
    /// <param name="from">How many results, in that order, to pass over.</param>
    /// <returns>
    /// A stream that ends with the run; what the slots cannot show is thrown, as by a <see cref="MapStream{TOut}"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is negative.</exception>
    /// <exception cref="RunRejectedException">
    /// The run was called by an item of another one, which alone reads its results as they come; <see cref="ListItemsAsync"/> has them by index.
    /// </exception>
    public IAsyncEnumerable<ItemResult<TOut>> ResultsAsync(bool asCompleted = false, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (!id.IsRoot)
        {
            throw new RunRejectedException($"The results of run '{id}' go to the item that has called it as they come: list its items, which have them by index, or read the results of '{id.Root}'.");
        }

        return new RunResults<TOut>(core, id, asCompleted ? ReadOrder.Completed : ReadOrder.Inputs, from);
    }

    /// <summary>What the run looks like now.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    public async Task<RunInfo> GetInfoAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync<RunStatus>(new GetRun(id), cancellationToken).ConfigureAwait(false)).Info;

    /// <summary>
    /// Some of the run's items, by index, with their inputs, results and errors: all of them, or those of a phase. What is not in
    /// memory any more is read from the store, only for the items of the page. A run that an item has called has items as any other; where
    /// nothing is recorded, they are there for as long as its caller goes on.
    /// </summary>
    /// <param name="query">Which items; the first 100 if null. To go on, ask again from the <see cref="ItemPage.Next"/> of the page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">
    /// There is no such run, it is a map that was enumerated rather than submitted, it was called by an item that is never executed again
    /// and nothing is recorded, or the store cannot be read now.
    /// </exception>
    public async Task<ItemPage> ListItemsAsync(ItemQuery? query = null, CancellationToken cancellationToken = default) =>
        (await AskAsync<RunItems>(new ReadItems(id, query ?? new ItemQuery(), core.PageBytes(core.Doors.Runs)), cancellationToken).ConfigureAwait(false)).Page;

    /// <summary>What items of the run have ended with that have no value, by kind: how many, and the first of each.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    /// <exception cref="FlyteClusterException">It is held by a node of an earlier version, which does not know the question.</exception>
    public async Task<RunFailures> GetFailuresAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync<FailureList>(new GetFailures(id), cancellationToken).ConfigureAwait(false)).Failures;

    /// <summary>
    /// What the slots of the run do now, and did lately, on whatever node they are. Only a run that goes on, or did a moment ago, knows; of
    /// others there is nothing.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    /// <exception cref="FlyteClusterException">It is held by a node of an earlier version, which does not know the question.</exception>
    public async Task<RunActivity> GetActivityAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync<ActivityReport>(new GetActivity(id), cancellationToken).ConfigureAwait(false)).Activity;

    /// <summary>
    /// Runs that the items of this run have called, by item and then by id, in pages. What is not in memory any more is read from the store;
    /// where nothing is recorded, runs are listed as long as they go on. What these have called in turn their own handles list, which
    /// <see cref="IFlyteClient.GetRun{TOut}"/> gives by their ids.
    /// </summary>
    /// <param name="query">Which ones; the first 100 if null. To go on, ask again after the <see cref="RunChildren.Next"/> of the page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">There is no such run, or the store cannot be read now.</exception>
    /// <exception cref="FlyteClusterException">It is held by a node of an earlier version, which does not know the question.</exception>
    public async Task<RunChildren> ListChildrenAsync(ChildQuery? query = null, CancellationToken cancellationToken = default) =>
        (await AskAsync<ChildList>(new ListChildren(id, query ?? new ChildQuery(), core.PageBytes(core.Doors.Runs)), cancellationToken).ConfigureAwait(false)).Page;

    /// <summary>Waits for the run's end, and returns what it looks like then; does not throw for how it ended.</summary>
    /// <param name="cancellationToken">Gives up waiting; the run goes on.</param>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    public async Task<RunInfo> WaitAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync<RunStatus>(new GetRun(id, AtEnd: true), cancellationToken).ConfigureAwait(false)).Info;

    /// <summary>
    /// Stops the run: nothing more starts, what runs is cancelled, and all that had not ended ends with an
    /// <see cref="ErrorCodes.Aborted"/> error in its slot. A run that has ended stays as it is.
    /// </summary>
    /// <param name="reason">What the errors say.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    public Task AbortAsync(string? reason = null, CancellationToken cancellationToken = default) =>
        AskAsync<Done>(new AbortRun(id, reason ?? "The run was aborted."), cancellationToken);

    /// <summary>Stops one item, which ends with an <see cref="ErrorCodes.Aborted"/> error in its slot; the others go on. Waits until that is recorded.</summary>
    /// <param name="index">The item's position among the inputs. One that has ended, or is not known, stays as it is.</param>
    /// <param name="reason">What the error says.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    public Task AbortItemAsync(int index, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return AskAsync<Done>(new AbortItem(id, index, reason ?? "The item was aborted."), cancellationToken);
    }

    /// <summary>Changes the most bodies in flight. When it becomes less, bodies that run are not stopped.</summary>
    /// <param name="concurrency">The new number; 0 for the runtime's bound.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    /// <exception cref="RunRejectedException">There is no such run.</exception>
    public Task ResizeAsync(int concurrency, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(concurrency);
        return AskAsync<Done>(new ResizeRun(id, concurrency == 0 ? core.DefaultConcurrency : concurrency), cancellationToken);
    }

    /// <summary>
    /// Removes the run with its results and all that is recorded of it. It must have ended.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="RunRejectedException">The run has not ended, or there is no such run.</exception>
    public Task PurgeAsync(CancellationToken cancellationToken = default) => AskAsync<Done>(new PurgeRun(id), cancellationToken);

    private Task<TAnswer> AskAsync<TAnswer>(IRunMessage message, CancellationToken cancellation)
        where TAnswer : class => Asking.AskAsync<TAnswer>(core, message, cancellation);
}
