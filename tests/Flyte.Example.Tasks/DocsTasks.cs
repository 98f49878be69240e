using Flyte.Actors;

namespace Flyte.Example.Tasks;

/// <summary>The tasks of this assembly. <c>flyte --tasks</c> finds the environment because it is a public static property of a public type.</summary>
public static class DocsTasks
{
    /// <summary>The environment <c>docs</c>: tasks about Markdown documents.</summary>
    public static TaskEnvironment Docs { get; } = new("docs");

    /// <summary><c>docs.outline</c>: the headings of a document, each with its level.</summary>
    public static FlyteTask<string, Heading[]> Outline { get; } = Docs.Task(
        "outline", (string path, CancellationToken cancellation) => OutlineAsync(path, cancellation));

    /// <summary>
    /// <c>docs.check</c>: the links of a document that lead to no file. A file that is busy is read again later; a document that is not there is
    /// an error for good.
    /// </summary>
    public static FlyteTask<string, Checked> Check { get; } = Docs.Task(
        "check",
        (string path, CancellationToken cancellation) => CheckAsync(path, cancellation),
        options => options with
        {
            Retries = 2,
            Backoff = new Backoff(TimeSpan.FromMilliseconds(100), factor: 4, cap: TimeSpan.FromSeconds(2)),
            MaxRuntime = TimeSpan.FromSeconds(30),
        });

    /// <summary><c>docs.report</c>: for <c>run --reduce</c>, the dead links of all documents, a line each.</summary>
    public static FlyteTask<Checked[], string> Report { get; } = Docs.Task("report", (Checked[] documents) => Summary.Of(documents));

    private static async Task<Heading[]> OutlineAsync(string path, CancellationToken cancellation) =>
        [.. (await Document.ReadAsync(path, cancellation).ConfigureAwait(false)).Headings];

    private static async Task<Checked> CheckAsync(string path, CancellationToken cancellation)
    {
        var document = await Document.ReadAsync(path, cancellation).ConfigureAwait(false);
        return new Checked(path, document.Links.Count, [.. document.Links.Where(link => !link.LeadsFrom(path))]);
    }
}
