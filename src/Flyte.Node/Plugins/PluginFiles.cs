using Flyte.Node.Commands;
using Flyte.Node.Configuration;

namespace Flyte.Node.Plugins;

/// <summary>The assemblies that a path stands for.</summary>
internal static class PluginFiles
{
    /// <summary>The file, or those of the directory that use the library and that no other one there uses.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="UsageException">There are none.</exception>
    internal static IReadOnlyList<AssemblyFacts> Find(PluginPath path)
    {
        try
        {
            return Directory.Exists(path.Path) ? InDirectory(path) : [InFile(path)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {e.Message}", "Give the path of a built assembly, or of the directory that it is in.");
        }
    }

    private static AssemblyFacts InFile(PluginPath file)
    {
        if (!File.Exists(file.Path))
        {
            throw new UsageException(
                $"{file} is not there.", "Give the path of a built assembly, or of the directory that it is in; 'dotnet build' says where it puts it.");
        }

        if (AssemblyFacts.Read(file.Path) is not { } assembly)
        {
            throw new UsageException(
                $"{file} is no .NET assembly.", "Give the .dll that 'dotnet build' makes of the project that has the tasks.");
        }

        return assembly.UsesFlyte
            ? assembly
            : throw new UsageException(
                $"{file} has no tasks: it does not use {SharedAssemblies.Library}.", "Give the assembly that declares them.");
    }

    private static List<AssemblyFacts> InDirectory(PluginPath directory)
    {
        var users = Directory.EnumerateFiles(directory.Path, "*.dll").Order(StringComparer.Ordinal)
            .Where(file => !SharedAssemblies.IsOfProgram(file) && Path.GetFileNameWithoutExtension(file) != SharedAssemblies.Library)
            .Select(AssemblyFacts.Read).OfType<AssemblyFacts>()
            .Where(assembly => assembly.UsesFlyte)
            .ToList();
        users.ForEach(assembly => CheckLink(directory, assembly.File));
        var used = users.SelectMany(assembly => assembly.References.Select(reference => reference.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return users.Where(assembly => !used.Contains(assembly.Name.Name)).ToList() is [_, ..] found
            ? found
            : throw new UsageException(
                $"{directory} has no assembly in it that uses {SharedAssemblies.Library}.", "Give the directory that 'dotnet build' or 'dotnet publish' fills.");
    }

    // Who gives a directory means what is in it.
    private static void CheckLink(PluginPath directory, string file)
    {
        if (RealPath.Of(file) is var real && !RealPath.IsBelow(RealPath.Of(directory.Path), real))
        {
            throw new UsageException(
                $"{directory} has '{Path.GetFileName(file)}' in it, which leads out of it, to '{real}'.", $"Put the assembly itself there, or give its own path by {TasksOption.OptionName}.");
        }
    }
}
