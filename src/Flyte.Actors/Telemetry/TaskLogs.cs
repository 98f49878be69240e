using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flyte.Actors.Telemetry;

/// <summary>The logs of the tasks of a runtime.</summary>
internal sealed class TaskLogs
{
    private readonly ILoggerFactory factory;
    private readonly ConcurrentDictionary<string, TaskLog> byTask = new(StringComparer.Ordinal);

    private TaskLogs(ILoggerFactory factory) => this.factory = factory;

    /// <summary>Those of a factory; null where there is none, or one of no loggers.</summary>
    internal static TaskLogs? Of(ILoggerFactory? factory) => factory is null or NullLoggerFactory ? null : new TaskLogs(factory);

    internal TaskLog Of(string task) => byTask.GetOrAdd(task, static (task, factory) => new TaskLog(Create(factory, task), task), factory);

    // Bodies may outlive the host's factory by a moment.
    private static ILogger Create(ILoggerFactory factory, string task)
    {
        try
        {
            return factory.CreateLogger(task);
        }
        catch (ObjectDisposedException)
        {
            return NullLogger.Instance;
        }
    }
}
