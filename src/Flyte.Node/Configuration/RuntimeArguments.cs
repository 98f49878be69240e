using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Remote;

namespace Flyte.Node.Configuration;

/// <summary>The options that every command has which opens a store: where it is, and a file of settings.</summary>
internal sealed class RuntimeArguments
{
    private readonly StoreOption store = new();
    private readonly ConfigOption config = new();
    private readonly TasksOption tasks = new();
    private readonly ServerArguments server = new();

    /// <param name="command">The command.</param>
    /// <param name="executes">Whether it executes tasks, so that it may be given some.</param>
    /// <param name="isNode">Whether it is a node itself, and works on no other one.</param>
    internal void AddTo(Command command, bool executes, bool isNode = false)
    {
        if (executes)
        {
            command.Add(tasks);
        }

        server.AddTo(command, isHidden: isNode);
        command.Add(store);
        command.Add(config);
    }

    /// <summary>The node that the command works on; null for this process, or the cluster that it joins.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">The environment.</param>
    /// <param name="others">The command's own options that say where else it works.</param>
    /// <exception cref="UsageException">That is no node, or there are two places to work on.</exception>
    internal RemoteAddress? ReadServer(ParseResult parsed, NodeConsole console, params Option[] others) => server.Read(parsed, console, [.. others, store, config, tasks]);

    /// <summary>Whether the command line names another node.</summary>
    internal bool NamesServer(ParseResult parsed) => server.IsGiven(parsed);

    /// <summary>The arguments that name the same node again.</summary>
    internal IReadOnlyList<string> NamingServer(ParseResult parsed) => [.. server.Naming(parsed)];

    /// <summary>The settings of the file, of the environment variables, and of the command line.</summary>
    /// <exception cref="UsageException">One of them cannot be used.</exception>
    internal FlyteOptions Read(ParseResult parsed, NodeConsole console)
    {
        var options = RuntimeSettings.Read(parsed.GetValue(config), console, parsed.GetValue(store) is null);
        return parsed.GetValue(store) is { } text ? options with { Store = Parse(text, console) } : options;
    }

    /// <summary>The same for a node, with its place in a cluster and its web interface: without a store, there is none.</summary>
    /// <exception cref="UsageException">One of them cannot be used.</exception>
    internal NodeSettings ReadNode(ParseResult parsed, NodeConsole console)
    {
        var settings = RuntimeSettings.ReadNode(parsed.GetValue(config), console);
        return parsed.GetValue(store) is { } text ? settings with { Options = settings.Options with { Store = Parse(text, console) }, IsStoreSet = true } : settings;
    }

    /// <summary>Has the runtime run the tasks from outside that the command line or the settings name.</summary>
    /// <exception cref="UsageException">One of their assemblies cannot be used.</exception>
    internal void LoadTasks(ParseResult parsed, NodeConsole console, RuntimeSource runtime) => tasks.Load(parsed, parsed.GetValue(config), console, runtime);

    /// <summary>Whether the command line names a store.</summary>
    internal bool NamesStore(ParseResult parsed) => parsed.GetValue(store) is not null;

    /// <summary>The arguments that name the same store and settings again.</summary>
    internal IReadOnlyList<string> Naming(ParseResult parsed, FlyteStore opened) =>
    [
        .. parsed.GetValue(store) is { } text ? [StoreOption.OptionName, Shown(text, opened)] : Array.Empty<string>(),
        .. parsed.GetValue(config) is { } file ? [SettingSources.FileOption, file] : Array.Empty<string>(),
    ];

    /// <summary>The arguments that name the same tasks from outside again.</summary>
    internal IReadOnlyList<string> NamingTasks(ParseResult parsed) => [.. tasks.Naming(parsed)];

    /// <summary>The words of the command line.</summary>
    internal IReadOnlyList<string> Words(ParseResult parsed, FlyteStore opened)
    {
        var (named, key) = (parsed.GetResult(store)?.Tokens.SingleOrDefault(), server.KeyOf(parsed));
        return [.. parsed.Tokens.Select(token => ReferenceEquals(token, named) ? Shown(token.Value, opened) : ReferenceEquals(token, key) ? "KEY" : token.Value)];
    }

    // A database's address may have a password in it.
    private static string Shown(string text, FlyteStore opened) =>
        opened == FlyteStore.Memory || StoreText.FileOf(opened) is not null ? text : opened.ToString();

    private static FlyteStore Parse(string text, NodeConsole console)
    {
        try
        {
            return StoreText.Parse(text, console);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{StoreOption.OptionName} names no store: {RuntimeSettings.Reason(e)}", $"Write {StoreText.Form}.");
        }
    }
}
