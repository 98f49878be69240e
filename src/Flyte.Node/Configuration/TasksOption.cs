using System.CommandLine;
using Flyte.Node.Commands;
using Flyte.Node.Plugins;

namespace Flyte.Node.Configuration;

/// <summary><c>--tasks</c>, which every command has that executes tasks; it goes before the settings.</summary>
internal sealed class TasksOption : Option<string[]>
{
    internal const string OptionName = "--tasks";

    internal TasksOption()
        : base(OptionName)
    {
        Description = "An assembly with tasks, or a directory with such; can be repeated.";
        HelpName = "PATH";
        Arity = ArgumentArity.OneOrMore;
    }

    /// <summary>Loads the assemblies that the command line names, or else those of the settings, and has their tasks run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="config">The file of settings; null for none.</param>
    /// <param name="console">What relative paths are relative to.</param>
    /// <param name="runtime">What runs them.</param>
    /// <exception cref="UsageException">One of them cannot be used.</exception>
    internal void Load(ParseResult parsed, string? config, NodeConsole console, RuntimeSource runtime) => runtime.Add(PluginLoader.Load(
        parsed.GetValue(this) is [_, ..] given ? given.Select(path => PluginPath.Given(Full(path, console))) : TaskSettings.Read(config, console)));

    private static string Full(string path, NodeConsole console) => path.Contains('\0', StringComparison.Ordinal)
        ? throw new UsageException($"{OptionName} '{Setting.Shown(path)}' is no path.", "Give the path of a built assembly, or of the directory that it is in.")
        : Path.GetFullPath(path, console.Directory);

    /// <summary>The arguments that name them again.</summary>
    internal IEnumerable<string> Naming(ParseResult parsed) => (parsed.GetValue(this) ?? []).SelectMany(path => new[] { OptionName, path });
}
