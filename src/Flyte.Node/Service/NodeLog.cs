using Microsoft.Extensions.Logging;

namespace Flyte.Node.Service;

/// <summary>What of the log a person at the terminal sees: all that tasks say, and what of the program and its framework goes wrong.</summary>
internal static class NodeLog
{
    /// <summary>The loggers of a command.</summary>
    internal static ILoggerFactory Create(NodeConsole console) => LoggerFactory.Create(logging => Configure(logging, console));

    internal static void Configure(ILoggingBuilder logging, NodeConsole console)
    {
        logging.ClearProviders();
        logging.AddProvider(new ConsoleLog(console));
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Error);
        // Whoever asks for the node's health is told it in the answer, as often as he asks.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("OpenTelemetry", LogLevel.Warning);
        logging.AddFilter("Flyte.", LogLevel.Warning);
    }
}
