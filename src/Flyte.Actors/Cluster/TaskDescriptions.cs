using System.Text;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Cluster;

/// <summary>Describes tasks for other nodes.</summary>
internal static class TaskDescriptions
{
    // Larger than what anybody reads; it has to fit a message together with its like.
    private const int LongestSchema = WireLimits.MaxPageBytes;

    /// <summary>The tasks that are wanted, in lists that each fit a message.</summary>
    internal static IEnumerable<TasksDescribed> Of(IEnumerable<TaskDefinition> tasks, IReadOnlyList<string> wanted)
    {
        var (page, bytes) = (new List<TaskDescription>(), 0);
        foreach (var task in tasks.Where(task => wanted.Contains(task.Name, StringComparer.Ordinal)))
        {
            var whole = TaskDescription.Of(task);
            var described = whole with { Input = Cut(whole.Input), Output = Cut(whole.Output) };
            var size = Size(described.Input) + Size(described.Output);
            if (page.Count > 0 && bytes + size > WireLimits.MaxPageBytes)
            {
                yield return new TasksDescribed(page);
                (page, bytes) = ([], 0);
            }

            page.Add(described);
            bytes += size;
        }

        if (page.Count > 0)
        {
            yield return new TasksDescribed(page);
        }
    }

    private static string? Cut(string? schema) => Size(schema) <= LongestSchema ? schema : """{"$comment":"What it is in JSON is too long to be told."}""";

    private static int Size(string? schema) => schema is null ? 0 : Encoding.UTF8.GetByteCount(schema);
}
