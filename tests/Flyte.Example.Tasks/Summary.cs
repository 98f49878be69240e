namespace Flyte.Example.Tasks;

/// <summary>Writes what was found, for people.</summary>
internal static class Summary
{
    internal static string Of(IReadOnlyCollection<Checked> documents)
    {
        var dead = documents
            .OrderBy(document => document.Path, StringComparer.Ordinal)
            .SelectMany(document => document.Dead.Select(link => $"{document.Path}:{link.Line}: {link.Target}"))
            .ToList();
        var found = $"{dead.Count} dead of {documents.Sum(document => document.Links)} links in {documents.Count} documents";
        return string.Join('\n', [.. dead, found]);
    }
}
