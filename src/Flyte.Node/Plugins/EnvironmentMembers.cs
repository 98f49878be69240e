using System.Reflection;
using System.Runtime.CompilerServices;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Output;

namespace Flyte.Node.Plugins;

/// <summary>Finds the environments of an assembly: what its public static fields and properties of that type hold.</summary>
internal static class EnvironmentMembers
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The environments, each once.</summary>
    /// <exception cref="UsageException">The assembly's types cannot be loaded, or its code throws.</exception>
    internal static List<PluginEnvironment> Find(Assembly assembly, string file)
    {
        var types = TypesOf(assembly, file);

        // A task is in its environment when the initialiser has run of the type that keeps it, which may be another one.
        foreach (var type in types.Where(KeepsTasks))
        {
            Run(() => RuntimeHelpers.RunClassConstructor(type.TypeHandle), type.FullName!, file);
        }

        var found = new List<PluginEnvironment>();
        foreach (var (type, member) in types.Where(type => type.IsVisible).SelectMany(type => MembersOf(type).Select(member => (type, member))))
        {
            var name = $"{type.FullName}.{member.Name}".Replace('+', '.');
            TaskEnvironment? environment = null;
            Run(() => environment = (TaskEnvironment?)ValueOf(member), name, file);
            if (environment is null)
            {
                throw new UsageException($"{name} of '{file}' is null.", "Have it hold the environment from the start.");
            }

            if (!found.Exists(known => known.Environment == environment))
            {
                found.Add(new PluginEnvironment(environment, file, name));
            }
        }

        return found;
    }

    private static Type[] TypesOf(Assembly assembly, string file)
    {
        try
        {
            return [.. assembly.GetTypes().Where(type => !type.ContainsGenericParameters).OrderBy(type => type.FullName, StringComparer.Ordinal)];
        }
        catch (ReflectionTypeLoadException e)
        {
            throw Unusable(file, e.LoaderExceptions.FirstOrDefault(cause => cause is not null) ?? e);
        }
        catch (Exception e) when (e is IOException or TypeLoadException or BadImageFormatException)
        {
            throw Unusable(file, e);
        }
    }

    private static UsageException Unusable(string file, Exception cause) => new(
        $"The types of '{file}' cannot be loaded: {OneLine.Of(cause.Message)}",
        $"Build it anew with the packages that it needs beside it, and with {SharedAssemblies.Library} of this program's version, {PluginChecks.LibraryVersion}.");

    private static bool KeepsTasks(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Any(field => field.FieldType.IsAssignableTo(typeof(FlyteTask)));

    private static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        var fields = type.GetFields(Static).Where(field => field.FieldType == typeof(TaskEnvironment));
        var properties = type.GetProperties(Static).Where(property => property.PropertyType == typeof(TaskEnvironment) && property.GetMethod is { IsPublic: true });
        return [.. fields, .. properties];
    }

    private static object? ValueOf(MemberInfo member) => member is FieldInfo field
        ? field.GetValue(null)
        : ((PropertyInfo)member).GetValue(null, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null);

    private static void Run(Action code, string name, string file)
    {
        try
        {
            code();
        }
        catch (Exception e)
        {
            var cause = e;
            while (cause is TypeInitializationException or TargetInvocationException && cause.InnerException is { } inner)
            {
                cause = inner;
            }

            throw new UsageException(
                $"{name.Replace('+', '.')} of '{file}' cannot be made: {cause.GetType().Name}: {OneLine.Of(cause.Message)}",
                "Correct the code that runs when it is first used; it should only declare tasks.");
        }
    }
}
