using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;

namespace Flyte.Node.Commands;

/// <summary>A command that opens a store.</summary>
internal abstract class RuntimeCommand(string name, string description, NodeConsole console, RuntimeSource runtime) : Command(name, description)
{
    private readonly RuntimeArguments arguments = new();

    protected NodeConsole Console { get; } = console;

    /// <summary>Adds the options that name the store and the settings; a command's own stand before them.</summary>
    protected void AddRuntimeOptions() => arguments.AddTo(this);

    /// <summary>The words of the command line, which may be shown: without a password.</summary>
    protected IReadOnlyList<string> Words(ParseResult parsed, Session session) => arguments.Words(parsed, session.Store);

    /// <summary>Opens the store, and goes on with what is unfinished there.</summary>
    /// <exception cref="UsageException">A setting cannot be used.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    protected async Task<Session> OpenAsync(ParseResult parsed) =>
        await OpenAsync(parsed, arguments.Read(parsed, Console)).ConfigureAwait(false);

    /// <summary>Opens the store, which has to be there, and executes nothing.</summary>
    /// <exception cref="UsageException">A setting cannot be used, or nothing was recorded there.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    protected async Task<Session> OpenRecordsAsync(ParseResult parsed)
    {
        var options = arguments.Read(parsed, Console) with { ResumesRuns = false, FailsWithoutTask = false };
        CheckRecords(options.Store);
        return await OpenAsync(parsed, options).ConfigureAwait(false);
    }

    /// <summary>Opens the store, which has to be there, and goes on with what is unfinished there.</summary>
    /// <exception cref="UsageException">A setting cannot be used, or nothing was recorded there.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    protected async Task<Session> OpenToGoOnAsync(ParseResult parsed)
    {
        var options = arguments.Read(parsed, Console) with { ResumesRuns = true };
        CheckRecords(options.Store);
        return await OpenAsync(parsed, options).ConfigureAwait(false);
    }

    private async Task<Session> OpenAsync(ParseResult parsed, FlyteOptions options) => new(
        await runtime.ClientAsync(options).ConfigureAwait(false), options.Store, arguments.Naming(parsed, options.Store), Console);

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
