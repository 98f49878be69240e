using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Remote;
using Flyte.Node.Runs;
using Flyte.Node.Service;

namespace Flyte.Node.Commands;

/// <summary>A command that works on runs: those of a store, of a cluster, or of another node.</summary>
internal abstract class RuntimeCommand(string name, string description, NodeConsole console, RuntimeSource runtime) : Command(name, description)
{
    private readonly RuntimeArguments arguments = new();

    protected NodeConsole Console { get; } = console;

    /// <summary>Adds the options that name the store and the settings; a command's own stand before them.</summary>
    /// <param name="executes">Whether the command executes tasks, so that it may be given some.</param>
    protected void AddRuntimeOptions(bool executes = false) => arguments.AddTo(this, executes);

    /// <summary>The words of the command line, which may be shown: without a password.</summary>
    protected IReadOnlyList<string> Words(ParseResult parsed, Session session) => arguments.Words(parsed, session.Store);

    /// <summary>The node that the command works on; null for this process.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">The command's own options that say where else it works.</param>
    /// <exception cref="UsageException">That is no node, or there are two places to work on.</exception>
    protected RemoteAddress? Server(ParseResult parsed, params Option[] others) => arguments.ReadServer(parsed, Console, others);

    /// <summary>Opens the store, and goes on with what is unfinished there; or works on another node.</summary>
    /// <exception cref="UsageException">A setting or an assembly with tasks cannot be used.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    protected async Task<Session> OpenAsync(ParseResult parsed)
    {
        if (Server(parsed) is { } server)
        {
            return Remote(parsed, server);
        }

        var options = arguments.Read(parsed, Console);
        arguments.LoadTasks(parsed, Console, runtime);
        return await OpenAsync(parsed, options).ConfigureAwait(false);
    }

    /// <summary>Opens the store, which has to be there, and executes nothing; or works on another node.</summary>
    /// <exception cref="UsageException">A setting cannot be used, or nothing was recorded there.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    protected async Task<Session> OpenRecordsAsync(ParseResult parsed)
    {
        if (Server(parsed) is { } server)
        {
            return Remote(parsed, server);
        }

        var options = arguments.Read(parsed, Console) with { ResumesRuns = false, FailsWithoutTask = false };
        CheckRecords(options.Store);
        return await OpenAsync(parsed, options).ConfigureAwait(false);
    }

    /// <summary>Opens the store, which has to be there, and goes on with what is unfinished there; or works on another node.</summary>
    /// <exception cref="UsageException">A setting cannot be used, or nothing was recorded there.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    protected async Task<Session> OpenToGoOnAsync(ParseResult parsed)
    {
        if (Server(parsed) is { } server)
        {
            return Remote(parsed, server);
        }

        var options = arguments.Read(parsed, Console) with { ResumesRuns = true };
        CheckRecords(options.Store);
        arguments.LoadTasks(parsed, Console, runtime);
        return await OpenAsync(parsed, options).ConfigureAwait(false);
    }

    /// <summary>Joins a cluster as a client.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="seeds">Its nodes, as they were typed.</param>
    /// <exception cref="UsageException">A setting cannot be used, or a store is named as well.</exception>
    /// <exception cref="FlyteClusterException">The cluster has other settings.</exception>
    protected async Task<Session> OpenClusterAsync(ParseResult parsed, IReadOnlyList<string> seeds)
    {
        if (arguments.NamesStore(parsed))
        {
            throw new UsageException($"The runs of a cluster are in its own store, and {StoreOption.OptionName} names another.", $"Leave out {StoreOption.OptionName} or {ClusterOption.OptionName}.");
        }

        var settings = arguments.ReadNode(parsed, Console);
        var client = ClientNode.Of(settings.Cluster, seeds);
        arguments.LoadTasks(parsed, Console, runtime);
        var joined = settings.Options with { Store = FlyteStore.Memory, Cluster = client, LoggerFactory = NodeLog.Create(Console) };
        var member = await runtime.ClientAsync(joined, Console.Interrupted).ConfigureAwait(false);
        await CheckHomesAsync(member).ConfigureAwait(false);
        var naming = arguments.Naming(parsed, joined.Store).Concat(seeds.SelectMany(seed => new[] { ClusterOption.OptionName, seed }));
        return new Session(new ClientDesk(member, isOfCluster: true), joined.Store, [.. naming], Console) { Cluster = seeds[0], Tasks = arguments.NamingTasks(parsed) };
    }

    private Session Remote(ParseResult parsed, RemoteAddress server) =>
        new(new RemoteDesk(new RemoteNode(server, Console), Console), FlyteStore.Memory, arguments.NamingServer(parsed), Console) { Server = server };

    // A run that nobody holds would be waited for without an end.
    private async Task CheckHomesAsync(IFlyteClient member)
    {
        try
        {
            await member.ListRunsAsync(new RunQuery { Limit = 1 }, Console.Interrupted).ConfigureAwait(false);
        }
        catch (RunRejectedException e)
        {
            throw new UsageException(e.Message, "Start a node with the role runs, 'serve --roles runs,items', on the database of the cluster.");
        }
    }

    private async Task<Session> OpenAsync(ParseResult parsed, FlyteOptions options) => new(
        new ClientDesk(await runtime.ClientAsync(options with { LoggerFactory = NodeLog.Create(Console) }).ConfigureAwait(false)), options.Store, arguments.Naming(parsed, options.Store), Console)
    {
        Tasks = arguments.NamingTasks(parsed),
    };

    private void CheckRecords(FlyteStore store)
    {
        if (store == FlyteStore.Memory)
        {
            throw new UsageException(
                $"'{Name}' is about recorded runs, and nothing is recorded in memory.", $"Name the store that the run was recorded in by {StoreOption.OptionName}.");
        }

        if (StoreText.FileOf(store) is { } file && !Path.Exists(file))
        {
            throw new UsageException(
                $"There is no store '{file}': nothing was recorded there yet.", $"Run a task first, or name another store by {StoreOption.OptionName}.");
        }
    }
}
