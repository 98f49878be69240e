using Flyte.Actors;
using Flyte.Node.Output;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Service;

/// <summary>Log entries as lines of the program's error stream. Those of a body begin with its run and item.</summary>
internal sealed class ConsoleLog(NodeConsole console) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? scopes;

    public ILogger CreateLogger(string categoryName) => new Lines(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string NameOf(LogLevel level) => level switch
    {
        >= LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "info",
    };

    // The scope of a body is the one with a run in it; the framework's are of requests.
    private string Place()
    {
        string? place = null;
        scopes?.ForEachScope<object?>(
            (scope, _) => place = scope is IEnumerable<KeyValuePair<string, object?>> values && values.Any(value => value.Key == nameof(TaskContext.RunId)) ? $"{scope}: " : place,
            null);
        return place ?? "";
    }

    private sealed class Lines(ConsoleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Say($"{NameOf(logLevel)}: {log.Place()}{OneLine.Of(formatter(state, exception))}", exception);
            }
        }
    }

    private void Say(string line, Exception? exception) =>
        console.Say([line, .. exception?.ToString().ReplaceLineEndings("\n").Split('\n') ?? []]);
}
