using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Versioning;

namespace Flyte.Node.Plugins;

/// <summary>What an assembly says of itself, read from its file without loading it.</summary>
/// <param name="File">The full path.</param>
/// <param name="Name">Its name and version.</param>
/// <param name="Framework">What it was built for; null where it does not say.</param>
/// <param name="References">The assemblies that it uses itself.</param>
internal sealed record AssemblyFacts(string File, AssemblyName Name, FrameworkName? Framework, IReadOnlyList<AssemblyName> References)
{
    /// <summary>Whether it uses the library, so that it may have tasks.</summary>
    internal bool UsesFlyte => LibraryReference is not null;

    /// <summary>The library that it was built with.</summary>
    internal AssemblyName? LibraryReference => References.FirstOrDefault(reference => reference.Name == SharedAssemblies.Library);

    /// <summary>Reads a file; null for one that is no .NET assembly.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static AssemblyFacts? Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            using var image = new PEReader(stream);
            if (!image.HasMetadata || image.GetMetadataReader() is not { IsAssembly: true } reader)
            {
                return null;
            }

            var references = reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName());
            return new AssemblyFacts(file, reader.GetAssemblyDefinition().GetAssemblyName(), FrameworkOf(reader), [.. references]);
        }
#pragma warning disable CA1031 // Its bytes may be damaged in any way, and so may be what goes wrong with them.
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static FrameworkName? FrameworkOf(MetadataReader reader)
    {
        foreach (var attribute in reader.GetAssemblyDefinition().GetCustomAttributes().Select(reader.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind is HandleKind.MemberReference
                && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name) is nameof(TargetFrameworkAttribute))
            {
                var value = reader.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                return value.ReadSerializedString() is { Length: > 0 } text ? new FrameworkName(text) : null;
            }
        }

        return null;
    }
}
