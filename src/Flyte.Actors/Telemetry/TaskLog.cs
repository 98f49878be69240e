using Microsoft.Extensions.Logging;

namespace Flyte.Actors.Telemetry;

/// <summary>The log of a task's bodies. A log that fails fails no item.</summary>
internal sealed class TaskLog
{
    private readonly string task;

    internal TaskLog(ILogger logger, string task)
    {
        (Logger, this.task) = (logger, task);
        TakesScopes = Probe(logger);
    }

    internal ILogger Logger { get; }

    /// <summary>Whether anybody learns of scopes.</summary>
    internal bool TakesScopes { get; }

    /// <summary>Has all that is logged here, by whatever logger of the factory, be about an attempt at an item until the scope is disposed of.</summary>
    internal IDisposable? Begin(string run, int item, int attempt)
    {
        try
        {
            return Logger.BeginScope(new ItemScope(run, item, attempt, task));
        }
#pragma warning disable CA1031 // Whatever a provider throws, the body runs.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>Ends a scope.</summary>
    internal static void End(IDisposable? scope)
    {
        try
        {
            scope?.Dispose();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
            // What has no scope any more says less, and is said.
        }
    }

    // Where nobody takes scopes there is none, or always the same one.
    private static bool Probe(ILogger logger)
    {
        IDisposable? outer = null, inner = null;
        try
        {
            outer = logger.BeginScope("");
            inner = logger.BeginScope("");
            return outer is not null && !ReferenceEquals(outer, inner);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
        finally
        {
            End(inner);
            End(outer);
        }
    }
}
