namespace Flyte.Actors.Runtime;

/// <summary>
/// How long a run's items could be executed nowhere. While nodes are started again one after the other that may be so for a moment.
/// </summary>
/// <param name="patience">How long it may be so without interruption; null for as long as it is.</param>
internal sealed class MissingTask(TimeSpan? patience)
{
    private DateTimeOffset? since;

    /// <summary>Notes how it is now; returns whether it has been so for too long.</summary>
    internal bool IsTooLong(string? obstacle, DateTimeOffset now)
    {
        since = obstacle is null ? null : since ?? now;
        return now - since >= patience;
    }
}
