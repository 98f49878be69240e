using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Remote;

namespace Flyte.Node.Commands;

/// <summary><c>serve</c>: a node with its web interface, alone or in a cluster, until it is told to stop.</summary>
internal sealed class ServeCommand : Command
{
    private readonly Option<string?> host = new("--host") { Description = "The host name or address by which other nodes reach this one.", HelpName = "HOST" };

    private readonly Option<int?> port = new("--port") { Description = "The port by which other nodes reach this one; 0 for any.", HelpName = "N" };

    private readonly Option<string[]> seeds = new("--seed")
    {
        Description = "A node to join, as HOST:PORT, the same for all nodes; can be repeated. Without one a node of a cluster founds it.",
        HelpName = "NODE",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> roles = new("--roles") { Description = $"What the node does: {RolesText.Form}.", HelpName = "ROLES" };

    private readonly Option<int?> slots = new("--slots") { Description = "How many items with asynchronous bodies it executes at once.", HelpName = "N" };

    private readonly Option<int?> cpuSlots = new("--cpu-slots") { Description = "How many items with synchronous bodies it executes at once.", HelpName = "N" };

    private readonly Option<string?> web = new("--web")
    {
        Description = $"Where the web interface listens: a port of this machine, or an address with a port; '{WebSettings.Nowhere}' for none.",
        HelpName = "ADDRESS",
    };

    private readonly RuntimeArguments arguments = new();
    private readonly NodeConsole console;

    internal ServeCommand(NodeConsole console, RuntimeSource runtime)
        : base("serve", "Serves runs, with a web interface, until it is stopped, by Ctrl-C or SIGTERM. With any setting of a cluster it is a node of one.")
    {
        this.console = console;
        Add(web);
        Add(host);
        Add(port);
        Add(seeds);
        Add(roles);
        Add(slots);
        Add(cpuSlots);
        arguments.AddTo(this, executes: true, isNode: true);
        SetAction((parsed, _) =>
        {
            var options = Read(parsed);
            arguments.LoadTasks(parsed, console, runtime);
            return new ServeJob(runtime, console).RunAsync(options);
        });
    }

    /// <summary>The settings of the file, of the environment variables, and of the command line.</summary>
    /// <exception cref="UsageException">One of them cannot be used.</exception>
    internal ServeRequest Read(ParseResult parsed)
    {
        if (arguments.NamesServer(parsed))
        {
            throw new UsageException(
                $"'serve' is a node itself, and {ServerArguments.ServerOption} and {ServerArguments.KeyOption} name another one.",
                $"Leave them out; {seeds.Name} HOST:PORT has it join others, and web:keys says whom it lets in.");
        }

        var settings = arguments.ReadNode(parsed, console);
        var page = Set(settings.Web, web, parsed.GetValue(web), static (w, value) => w with { Listen = value });
        return IsAlone(parsed, settings)
            ? new ServeRequest(settings.IsStoreSet ? settings.Options : settings.Options with { Store = console.DefaultStore() }, page, settings.Telemetry)
            : new ServeRequest(InCluster(settings.Options, Node(parsed, settings.Cluster.Read())), page, settings.Telemetry);
    }

    private bool IsAlone(ParseResult parsed, NodeSettings settings) =>
        !settings.Cluster.IsSet && !new Option[] { host, port, seeds, roles, slots, cpuSlots }.Any(option => parsed.GetResult(option) is { Implicit: false });

    private FlyteCluster Node(ParseResult parsed, FlyteCluster node)
    {
        node = Set(node, host, parsed.GetValue(host), static (n, value) => n with { Hostname = value });
        node = Set(node, port, parsed.GetValue(port), static (n, value) => n with { Port = value!.Value });
        node = Set(node, seeds, parsed.GetValue(seeds) is [_, ..] given ? given : null, static (n, value) => n with { SeedNodes = value });
        node = Set(node, roles, parsed.GetValue(roles), static (n, value) => n with { Roles = Roles(value) });
        node = Set(node, slots, parsed.GetValue(slots), static (n, value) => n with { Slots = value!.Value });
        return Set(node, cpuSlots, parsed.GetValue(cpuSlots), static (n, value) => n with { CpuSlots = value!.Value });
    }

    private static FlyteOptions InCluster(FlyteOptions options, FlyteCluster node)
    {
        if (node.Roles == NodeRoles.None)
        {
            throw new UsageException("A node without a role serves nobody.", $"Give --roles {RolesText.Form}; for a client there is 'run {ClusterOption.OptionName}'.");
        }

        try
        {
            return options with { Cluster = node };
        }
        catch (ArgumentException e)
        {
            throw new UsageException("The settings of the node do not fit together.", RuntimeSettings.Reason(e));
        }
    }

    private static NodeRoles Roles(string text) => RolesText.Parse(text) ?? throw new ArgumentException($"'{text}' is not {RolesText.Form}.", nameof(text));

    private static TSettings Set<TSettings, T>(TSettings node, Option option, T? value, Func<TSettings, T, TSettings> set)
    {
        if (value is null)
        {
            return node;
        }

        try
        {
            return set(node, value);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{option.Name} cannot be used: {RuntimeSettings.Reason(e)}", $"See '{CommandLine.Program} serve --help'.");
        }
    }
}
