using System.Reflection;
using System.Runtime.Loader;

namespace Flyte.Node.Plugins;

/// <summary>Where one assembly from outside is loaded with what it brings along, apart from this program and from others.</summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private readonly AssemblyDependencyResolver resolver;
    private readonly string directory;

    /// <param name="file">The assembly; the file .deps.json beside it says what it needs and where that is.</param>
    /// <exception cref="InvalidOperationException">That file cannot be used.</exception>
    internal PluginContext(string file)
        : base(Path.GetFileNameWithoutExtension(file)) =>
        (resolver, directory) = (new AssemblyDependencyResolver(file), Path.GetDirectoryName(file)!);

    /// <summary>The file that it brings along for a reference; null for none.</summary>
    internal string? FileOf(AssemblyName name) => SharedAssemblies.Contains(name.Name!) ? null : Brought(resolver.ResolveAssemblyToPath(name));

    // Null stands for what is the program's too: what it shares, and the framework.
    protected override Assembly? Load(AssemblyName assemblyName) =>
        FileOf(assemblyName) is { } file ? LoadFromAssemblyPath(file)
        : SharedAssemblies.IsPrivate(assemblyName.Name!) ? throw new FileNotFoundException($"The assembly '{assemblyName}' is not there.")
        : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        Brought(resolver.ResolveUnmanagedDllToPath(unmanagedDllName)) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    // The file that says where things are may say that they are anywhere.
    private string? Brought(string? file) => file is not null && RealPath.IsBelow(directory, Path.GetFullPath(file)) ? file : null;
}
