using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Flyte.Actors.Tests.Support;

/// <summary>Keeps what is logged, with the scopes that it is logged in.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogLine> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    internal IReadOnlyList<LogLine> All => [.. lines];

    /// <summary>The lines that say that.</summary>
    internal IReadOnlyList<LogLine> Of(string text) => [.. lines.Where(line => line.Text == text)];

    internal LogLine Single(string text) => lines.Single(line => line.Text == text);

    /// <summary>A factory of loggers whose lines are kept here.</summary>
    internal ILoggerFactory Factory() => LoggerFactory.Create(logging => logging.AddProvider(this));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(string category, string text)
    {
        var around = new List<object?>();
        scopes.ForEachScope((scope, all) => all.Add(scope), around);
        lines.Enqueue(new LogLine(category, text, around));
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new NotSupportedException("The factory keeps the scopes.");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(category, formatter(state, exception));
    }
}

/// <summary>What was logged.</summary>
/// <param name="Category">The name of the logger.</param>
/// <param name="Text">What it says.</param>
/// <param name="Scopes">What was around it, the outermost first.</param>
internal sealed record LogLine(string Category, string Text, IReadOnlyList<object?> Scopes)
{
    /// <summary>The values of the only scope.</summary>
    internal IReadOnlyDictionary<string, object?> Values =>
        Scopes.Count == 1 ? ((IEnumerable<KeyValuePair<string, object?>>)Scopes[0]!).ToDictionary(StringComparer.Ordinal)
        : throw new InvalidOperationException($"'{Text}' has {Scopes.Count} scopes.");

    /// <summary>The scope as text; empty for none.</summary>
    internal string Place => string.Join(" > ", Scopes);
}
