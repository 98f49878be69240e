using System.Text.Json;

namespace Flyte.Actors;

/// <summary>What a program that is not itself a task does with a runtime: run, submit, watch, abort.</summary>
public interface IFlyteClient
{
    /// <summary>The tasks of this runtime, by their full names.</summary>
    IReadOnlyDictionary<string, TaskInfo> Tasks { get; }

    /// <summary>Runs a task without inputs as a root run.</summary>
    /// <param name="task">A registered task.</param>
    /// <param name="options">The run's id, name and labels.</param>
    /// <param name="cancellationToken">Aborts the run.</param>
    /// <exception cref="TaskFailedException">The task failed for good.</exception>
    /// <exception cref="UnknownTaskException">Its environment is not part of this runtime.</exception>
    Task<TOut> RunAsync<TOut>(FlyteTask<TOut> task, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="RunAsync{TOut}(FlyteTask{TOut}, RunOptions, CancellationToken)"/>
    Task<TOut> RunAsync<T1, TOut>(FlyteTask<T1, TOut> task, T1 input, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="RunAsync{TOut}(FlyteTask{TOut}, RunOptions, CancellationToken)"/>
    Task<TOut> RunAsync<T1, T2, TOut>(
        FlyteTask<T1, T2, TOut> task, T1 first, T2 second, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="RunAsync{TOut}(FlyteTask{TOut}, RunOptions, CancellationToken)"/>
    Task<TOut> RunAsync<T1, T2, T3, TOut>(
        FlyteTask<T1, T2, T3, TOut> task, T1 first, T2 second, T3 third, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="RunAsync{TOut}(FlyteTask{TOut}, RunOptions, CancellationToken)"/>
    Task<TOut> RunAsync<T1, T2, T3, T4, TOut>(
        FlyteTask<T1, T2, T3, T4, TOut> task, T1 first, T2 second, T3 third, T4 fourth, RunOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// A map run of this runtime for callers outside its runs: <c>flyte.Map(task.MapAsync(items, concurrency: 5))</c>.
    /// It starts when it is enumerated.
    /// </summary>
    MapStream<TOut> Map<TOut>(MapStream<TOut> map);

    /// <summary>A map of a task that is known by name, over inputs in JSON; several inputs of a task are one JSON array.</summary>
    /// <param name="task">The full name, <c>environment.function</c>.</param>
    /// <param name="inputs">JSON texts, an input each; one that is no input of the task is an error in its slot.</param>
    /// <param name="concurrency">The most items in flight; 0 for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <remarks>
    /// The task may be one that only other nodes of the cluster have, once <see cref="ListTasksAsync"/> names it: whether an input fits is found
    /// where it is executed then. Such a map is submitted, or read as a stream, as any other.
    /// </remarks>
    /// <exception cref="UnknownTaskException">No such task is registered, nor known of another node.</exception>
    MapStream<JsonElement> MapJson(string task, IAsyncEnumerable<string> inputs, int concurrency = 0, MapOptions? options = null);

    /// <inheritdoc cref="MapJson(string, IAsyncEnumerable{string}, int, MapOptions?)"/>
    MapStream<JsonElement> MapJson(string task, IReadOnlyCollection<string> inputs, int concurrency = 0, MapOptions? options = null);

    /// <summary>
    /// Starts a map that goes on by itself, whoever reads it. The run is known by its id until the runtime forgets it
    /// (<see cref="FlyteOptions.FinishedRunsKept"/>).
    /// </summary>
    /// <param name="map">The map, not yet enumerated.</param>
    /// <param name="options">The run's id, name and labels.</param>
    /// <param name="cancellationToken">Gives up waiting for the start.</param>
    /// <exception cref="RunRejectedException">
    /// There is a run of that id already, of another task, with other options or of other inputs. One of the same is taken for this
    /// one. A lazy sequence of inputs is taken for the same sequence: what is recorded of it stands, and is passed over here.
    /// </exception>
    Task<RunHandle<TOut>> SubmitAsync<TOut>(MapStream<TOut> map, RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>A run that was submitted, or was called by an item of one, by its id.</summary>
    /// <returns>The handle, whether or not there is such a run; its members tell.</returns>
    RunHandle<TOut> GetRun<TOut>(string runId);

    /// <summary>
    /// Runs a recorded run again that has ended: with the same inputs, in a run of its own. To recover one that failed or was
    /// aborted, its successes are taken over (<see cref="ItemPhase.Recovered"/>) and only the others are run; of a root task, the
    /// successes of what it calls.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="options">What is recovered, forced and changed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The id of the new run.</returns>
    /// <exception cref="RunRejectedException">There is no such run, it has not ended, or runs are not recorded.</exception>
    Task<string> RerunAsync(string runId, RerunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// The nodes of the cluster, as this one sees them, in the order of their addresses; of a process that is alone, itself. In a service
    /// whose actor system has other members too, these are among them.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The tasks of this runtime and of the nodes of its cluster that execute items, in the order of their names. Nodes that have come just
    /// now are waited for, for two seconds at most.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<ClusterTask>> ListTasksAsync(CancellationToken cancellationToken = default);

    /// <summary>The runs that this runtime knows, newest first.</summary>
    /// <param name="query">Which ones; all if null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IReadOnlyList<RunInfo>> ListRunsAsync(RunQuery? query = null, CancellationToken cancellationToken = default);
}
