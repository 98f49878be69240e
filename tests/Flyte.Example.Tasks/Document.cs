using Flyte.Actors;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Flyte.Example.Tasks;

/// <summary>A heading of a document.</summary>
/// <param name="Level">1 for the title, up to 6.</param>
/// <param name="Text">Its words.</param>
public sealed record Heading(int Level, string Text);

/// <summary>A link or an image of a document.</summary>
/// <param name="Line">The line that it is in, from 1.</param>
/// <param name="Target">Where it leads.</param>
public sealed record Link(int Line, string Target)
{
    /// <summary>Whether it leads somewhere: to a file that is there, or out of the reach of this check (to a host, or within the document).</summary>
    /// <param name="path">The document.</param>
    internal bool LeadsFrom(string path)
    {
        var file = Uri.UnescapeDataString(Target.Split('#', '?')[0]);
        return file.Length == 0
            || (Uri.TryCreate(file, UriKind.Absolute, out var address) && !file.StartsWith('/') && address.Scheme.Length > 1)
            || Path.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file));
    }
}

/// <summary>What <see cref="DocsTasks.Check"/> finds.</summary>
/// <param name="Path">The document.</param>
/// <param name="Links">How many links it has.</param>
/// <param name="Dead">Those that lead to no file.</param>
public sealed record Checked(string Path, int Links, Link[] Dead);

/// <summary>A Markdown document.</summary>
internal sealed class Document
{
    private readonly MarkdownDocument syntax;

    private Document(string text) => syntax = Markdown.Parse(text, new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build());

    internal IEnumerable<Heading> Headings => syntax.Descendants<HeadingBlock>().Select(heading => new Heading(heading.Level, Words(heading.Inline)));

    internal IReadOnlyList<Link> Links =>
        [.. syntax.Descendants<LinkInline>().Where(link => link.Url is not null).Select(link => new Link(link.Line + 1, link.Url!))];

    /// <summary>Reads a file.</summary>
    /// <exception cref="NonRecoverableException">There is none: reading it again would not help.</exception>
    /// <exception cref="IOException">It cannot be read now.</exception>
    internal static async Task<Document> ReadAsync(string path, CancellationToken cancellation) => File.Exists(path)
        ? new Document(await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false))
        : throw new NonRecoverableException($"There is no file '{path}'.");

    private static string Words(ContainerInline? inline) => string.Concat((inline?.Descendants() ?? []).Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    }));
}
