using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Runs;

/// <summary>Where runs are started, found and changed: a runtime of this process, or a node that is reached by its web interface.</summary>
internal interface IRunDesk
{
    /// <summary>The tasks that can be run, by their full names.</summary>
    Task<IReadOnlyDictionary<string, TaskShape>> ListTasksAsync(CancellationToken cancellation = default);

    /// <summary>A task by its full name; null where there is none.</summary>
    Task<TaskShape?> FindTaskAsync(string name, CancellationToken cancellation = default);

    /// <summary>The nodes that execute the runs, in the order of their addresses.</summary>
    Task<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellation = default);

    /// <summary>The run of that id, whether or not there is one.</summary>
    /// <exception cref="ArgumentException">That cannot be an id.</exception>
    IRun Run(string id);

    /// <summary>The runs, newest first.</summary>
    Task<IReadOnlyList<RunInfo>> ListRunsAsync(RunQuery query, CancellationToken cancellation = default);

    /// <summary>Starts a run, or goes on with the one of its id. Inputs that are still read are given as the run takes them.</summary>
    Task<IRun> StartAsync(RunOrder order, CancellationToken cancellation = default);

    /// <summary>Runs a run that has ended again.</summary>
    Task<IRun> RerunAsync(string id, RerunOptions options, CancellationToken cancellation = default);

    /// <summary>Calls a task once with an input in JSON.</summary>
    /// <param name="task">Its full name.</param>
    /// <param name="input">The input.</param>
    /// <param name="name">What it is called where it is recorded.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<ItemResult<JsonElement>> CallAsync(string task, string input, string name, CancellationToken cancellation = default);
}
