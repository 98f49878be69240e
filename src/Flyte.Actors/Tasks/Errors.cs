using System.Text;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>The one place where an exception, or a decision of the runtime, becomes an error in words.</summary>
internal static class Errors
{
    /// <summary>The most that an input takes in an error, in UTF-8.</summary>
    internal const int MostInputBytes = 3 * (PayloadJson.MaxShownCharacters + 1);

    private const int MaxMessageCharacters = 16 * 1024;
    private const int MaxCauseCharacters = 32 * 1024;
    private const int SizeOfRest = 128;

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
                Message = Cut($"{cause.Task}, item {cause.Index}: {cause.Message}"),
                StackTrace = Read(exception, e => e.StackTrace),
                Cause = Cut(cause, MaxCauseCharacters),
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
        new() { Kind = ErrorKind.System, Code = code, Message = Cut(message), IsRecoverable = recoverable };

    internal static ItemError User(string code, string message) =>
        new() { Kind = ErrorKind.User, Code = code, Message = Cut(message), IsRecoverable = false };

    /// <summary>About how many bytes an error takes when it is recorded.</summary>
    internal static int SizeOf(ItemError? error)
    {
        var bytes = 0;
        for (; error is not null; error = error.Cause)
        {
            bytes += SizeOfRest + Utf8(error.Message) + Utf8(error.StackTrace) + Utf8(error.Input) + Utf8(error.Type) + Utf8(error.Code) + Utf8(error.Task);
        }

        return bytes;
    }

    /// <summary>A message that may be a book, cut.</summary>
    internal static string Cut(string text) =>
        text.Length <= MaxMessageCharacters ? text : string.Concat(text.AsSpan(0, MaxMessageCharacters), "…");

    private static int Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    // Calls below calls: what the innermost threw is said in every message above it.
    private static ItemError? Cut(ItemError? error, int left)
    {
        if (error is null)
        {
            return null;
        }

        left -= error.Message.Length + (error.StackTrace?.Length ?? 0) + (error.Input?.Length ?? 0);
        return left < 0 ? null : error with { Cause = Cut(error.Cause, left) };
    }

    // Message and StackTrace are virtual: a user's override may throw, or return a book.
    private static string? Read(Exception exception, Func<Exception, string?> part)
    {
        try
        {
            var text = part(exception);
            return text is null ? null : Cut(text);
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
