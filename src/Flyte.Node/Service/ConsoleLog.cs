using Flyte.Node.Output;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Service;

/// <summary>Log entries as lines of the program's error stream.</summary>
internal sealed class ConsoleLog(NodeConsole console) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(console);

    public void Dispose()
    {
    }

    private sealed class Lines(NodeConsole console) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                console.Say($"{(logLevel >= LogLevel.Error ? "error" : "warning")}: {OneLine.Of(formatter(state, exception))}");
                if (exception is not null)
                {
                    console.Say(exception.ToString());
                }
            }
        }
    }
}
