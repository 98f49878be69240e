using System.Reflection;
using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Plugins;

/// <summary>Loads assemblies from outside, each with what it brings along, and finds their environments.</summary>
internal static class PluginLoader
{
    /// <summary>All environments of the assemblies.</summary>
    /// <param name="paths">The paths of assemblies and of directories that they are in.</param>
    /// <exception cref="UsageException">One of them cannot be used.</exception>
    internal static IReadOnlyList<PluginEnvironment> Load(IEnumerable<PluginPath> paths)
    {
        var (all, seen) = (new List<PluginEnvironment>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var path in paths)
        {
            var files = PluginFiles.Find(path);
            var found = files.Where(assembly => seen.Add(assembly.File)).SelectMany(Load).ToList();
            if (found.Count == 0 && !all.Exists(known => files.Any(assembly => assembly.File == known.File)))
            {
                throw new UsageException(
                    $"{path} has no environment.",
                    $"Give a public type a public static property of the type {nameof(TaskEnvironment)}, and declare the tasks on it.");
            }

            all.AddRange(found);
        }

        return all;
    }

    private static List<PluginEnvironment> Load(AssemblyFacts root)
    {
        try
        {
            var context = new PluginContext(root.File);
            return [.. Together(root, context).SelectMany(assembly => EnvironmentMembers.Find(Load(assembly, context), assembly.File))];
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException($"What '{root.File}' needs cannot be found out: {Output.OneLine.Of(e.Message)}", $"Build it anew: '{Path.ChangeExtension(root.File, ".deps.json")}' says it.");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            throw new UsageException($"'{root.File}' cannot be loaded: {Output.OneLine.Of(e.Message)}", "Build it anew.");
        }
    }

    // Its tasks may call those of others that it brings along.
    private static List<AssemblyFacts> Together(AssemblyFacts root, PluginContext context)
    {
        var (all, names) = (new List<AssemblyFacts> { root }, new HashSet<string>(StringComparer.OrdinalIgnoreCase) { root.Name.Name! });
        for (var i = 0; i < all.Count; i++)
        {
            PluginChecks.Check(all[i]);
            PluginChecks.CheckReferences(all[i], context);
            all.AddRange(all[i].References
                .Where(reference => names.Add(reference.Name!))
                .Select(context.FileOf).OfType<string>()
                .Select(AssemblyFacts.Read).OfType<AssemblyFacts>()
                .Where(assembly => assembly.UsesFlyte));
        }

        return all;
    }

    private static Assembly Load(AssemblyFacts assembly, PluginContext context) => context.LoadFromAssemblyPath(assembly.File);
}
