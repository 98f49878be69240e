using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;

namespace Flyte.Node.Tests.Packages;

/// <summary>What is in a package.</summary>
internal static class PackedFiles
{
    /// <summary>The names of its files.</summary>
    internal static IReadOnlyList<string> Names(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>A file as text.</summary>
    internal static string Text(string package, string name) => Encoding.UTF8.GetString(Bytes(package, name));

    /// <summary>The sources that symbols name.</summary>
    internal static IReadOnlyList<string> Sources(string package, string name)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(package, name)));
        var reader = symbols.GetMetadataReader();
        return [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }

    /// <summary>The files that have a text in them.</summary>
    internal static IReadOnlyList<string> With(string package, string text) =>
        [.. Names(package).Where(name => name.Contains("Flyte.", StringComparison.Ordinal) && Bytes(package, name).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)];

    private static byte[] Bytes(string package, string name)
    {
        using var zip = ZipFile.OpenRead(package);
        using var file = zip.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
