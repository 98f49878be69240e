namespace Flyte.Actors.Tasks;

/// <summary>The one place where an exception, or a decision of the runtime, becomes an error in words.</summary>
internal static class Errors
{
    private const int MaxMessageCharacters = 16 * 1024;

    /// <summary>What a body threw. Nothing of the exception is kept, so that none needs to be serializable.</summary>
    internal static ItemError Of(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions.Count: 1 } wrapper)
        {
            return Of(wrapper.InnerExceptions[0]);
        }

        var type = exception.GetType();
        if (exception is TaskFailedException { Error: var cause })
        {
            // The caller fails with its callee's error, yet it is the caller's own failure: its own retries count.
            return cause with
            {
                Kind = ErrorKind.User,
                IsRecoverable = cause.Kind != ErrorKind.User || cause.IsRecoverable,
                Message = $"{cause.Task}, item {cause.Index}: {cause.Message}",
                StackTrace = Read(exception, e => e.StackTrace),
                Cause = cause,
            };
        }

        return new ItemError
        {
            Kind = ErrorKind.User,
            Code = type.Name,
            Message = Read(exception, e => e.Message) ?? $"({type.FullName} has no message)",
            Type = type.FullName,
            StackTrace = Read(exception, e => e.StackTrace),
            IsRecoverable = exception is not NonRecoverableException,
        };
    }

    internal static ItemError System(string code, string message, bool recoverable = false) =>
        new() { Kind = ErrorKind.System, Code = code, Message = message, IsRecoverable = recoverable };

    internal static ItemError User(string code, string message) =>
        new() { Kind = ErrorKind.User, Code = code, Message = message, IsRecoverable = false };

    // Message and StackTrace are virtual: a user's override may throw, or return a book.
    private static string? Read(Exception exception, Func<Exception, string?> part)
    {
        try
        {
            var text = part(exception);
            return text?.Length > MaxMessageCharacters ? string.Concat(text.AsSpan(0, MaxMessageCharacters), "…") : text;
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
