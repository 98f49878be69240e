using System.Reflection;
using Flyte.Actors;

namespace Flyte.Node.Plugins;

/// <summary>
/// What tasks from outside have in common with this program: the library and what is in its public members. A type is the same only where
/// its assembly is loaded once, so that whatever else they bring is their own.
/// </summary>
internal static class SharedAssemblies
{
    private static readonly Dictionary<string, string> OfProgram = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the library.</summary>
    internal static string Library { get; } = typeof(FlyteRuntime).Assembly.GetName().Name!;

    /// <summary>Whether the program's assembly of that name is the plug-in's too.</summary>
    internal static bool Contains(string name) => IsExposed(name) && OfProgram.ContainsKey(name);

    /// <summary>The version of the program's assembly of that name.</summary>
    internal static Version VersionOf(string name) => AssemblyName.GetAssemblyName(OfProgram[name]).Version!;

    /// <summary>Whether a file is an assembly of this program, or of the framework that it runs on.</summary>
    internal static bool IsOfProgram(string file) => OfProgram.TryGetValue(Path.GetFileNameWithoutExtension(file), out var own) && own == file;

    /// <summary>Whether this program has an assembly of that name for itself, which tasks get only if they bring it along.</summary>
    internal static bool IsPrivate(string name) =>
        OfProgram.TryGetValue(name, out var file) && !IsExposed(name) && Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static bool IsExposed(string name) =>
        name == Library
        || name is "Akka" or "System.Text.Json" or "System.Diagnostics.DiagnosticSource" or "Microsoft.Extensions.Primitives"
        || name.StartsWith("Akka.", StringComparison.Ordinal)
        || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal));
}
