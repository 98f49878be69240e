using System.Reflection;
using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Plugins;

/// <summary>Whether an assembly from outside fits this program.</summary>
internal static class PluginChecks
{
    private static readonly Version Own = typeof(FlyteRuntime).Assembly.GetName().Version!;

    /// <summary>The version of this program's library.</summary>
    internal static string LibraryVersion => Own.ToString(3);

    /// <summary>Refuses what was built for something newer or quite different.</summary>
    /// <exception cref="UsageException">It does not fit.</exception>
    internal static void Check(AssemblyFacts assembly)
    {
        var here = Environment.Version;
        if (assembly.Framework is { } framework
            && (framework.Identifier is not (".NETCoreApp" or ".NETStandard")
                || (framework.Identifier is ".NETCoreApp" && (framework.Version.Major, framework.Version.Minor).CompareTo((here.Major, here.Minor)) > 0)))
        {
            throw new UsageException(
                $"'{assembly.File}' was built for {Name(framework)}, and this program runs on .NET {here.ToString(2)}.",
                $"Set <TargetFramework>net{here.ToString(2)}</TargetFramework> in its project and build it anew.");
        }

        var built = assembly.LibraryReference?.Version;
        if (built is not null && (built > Own || built.Major != Own.Major))
        {
            var remedy = $"Build it with {SharedAssemblies.Library} {LibraryVersion}";
            throw new UsageException(
                $"'{assembly.File}' was built with {SharedAssemblies.Library} {built.ToString(3)}, and this program has {LibraryVersion}.",
                built > Own ? $"{remedy} or older of that major version, or update this program." : $"{remedy}.");
        }
    }

    /// <summary>Refuses what lacks something: every assembly that it uses itself has to be there.</summary>
    /// <exception cref="UsageException">One is missing, or is older than the one that it was built with.</exception>
    internal static void CheckReferences(AssemblyFacts assembly, PluginContext context)
    {
        foreach (var reference in assembly.References)
        {
            if (SharedAssemblies.Contains(reference.Name!))
            {
                CheckShared(assembly, reference, SharedAssemblies.VersionOf(reference.Name!));
            }
            else if (!IsThere(reference, context))
            {
                throw new UsageException(
                    $"{Needs(assembly, reference)}, which is not there.",
                    "Set <EnableDynamicLoading>true</EnableDynamicLoading> in its project, so that its packages are put beside it, or give what 'dotnet publish' makes of it.");
            }
        }
    }

    private static void CheckShared(AssemblyFacts assembly, AssemblyName reference, Version here)
    {
        if (reference.Version > here)
        {
            throw new UsageException(
                $"{Needs(assembly, reference)}, and this program, which shares it with all tasks, has {here.ToString(3)}.",
                "Build it with that version or an older one, or update this program.");
        }
    }

    private static bool IsThere(AssemblyName reference, PluginContext context)
    {
        try
        {
            context.LoadFromAssemblyName(reference);
            return true;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return false;
        }
    }

    private static string Needs(AssemblyFacts assembly, AssemblyName reference) =>
        $"'{assembly.File}' needs {reference.Name} {reference.Version?.ToString(3)}";

    private static string Name(System.Runtime.Versioning.FrameworkName framework) =>
        framework.Identifier is ".NETCoreApp" ? $".NET {framework.Version}" : framework.FullName;
}
