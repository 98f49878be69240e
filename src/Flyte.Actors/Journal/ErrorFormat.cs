using System.Diagnostics.CodeAnalysis;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Errors as they are stored.</summary>
internal static class ErrorFormat
{
    [return: NotNullIfNotNull(nameof(error))]
    internal static Wire.Error? Write(ItemError? error) => error is null ? null : Write(error, isOwn: false);

    /// <summary>Writes the error of an item, whose run and index go without saying.</summary>
    [return: NotNullIfNotNull(nameof(error))]
    internal static Wire.Error? Write(ItemError? error, RunId run, int index) =>
        error is null ? null : Write(error, error.Index == index && string.Equals(error.RunId, run.Value, StringComparison.Ordinal));

    [return: NotNullIfNotNull(nameof(wire))]
    internal static ItemError? Read(Wire.Error? wire, RunId run = default, int index = 0) => wire is null ? null : new()
    {
        Kind = wire.Kind switch
        {
            Wire.ErrorKind.User => ErrorKind.User,
            Wire.ErrorKind.System => ErrorKind.System,
            _ => ErrorKind.Unknown,
        },
        Code = wire.Code,
        Message = wire.Message,
        Type = wire.HasType ? wire.Type : null,
        StackTrace = wire.HasStackTrace ? wire.StackTrace : null,
        Task = wire.Task,
        RunId = wire.IsOwn ? run.Value : wire.RunId,
        Index = wire.IsOwn ? index : wire.Index,
        Input = wire.HasInput ? wire.Input : null,
        Attempts = wire.Attempts,
        Elapsed = new TimeSpan(wire.Elapsed),
        Node = wire.HasNode ? wire.Node : null,
        IsRecoverable = wire.IsRecoverable,
        Cause = Read(wire.Cause),
    };

    /// <summary>Writes what the error of an item does not share with its neighbours.</summary>
    internal static Wire.Error WriteOwn(ItemError error)
    {
        var wire = new Wire.Error { Attempts = error.Attempts, IsOwn = true };
        if (error.Input is { } input)
        {
            wire.Input = input;
        }

        return wire;
    }

    internal static ItemError ReadOwn(ItemError shared, Wire.Error wire, RunId run, int index) => shared with
    {
        RunId = run.Value,
        Index = index,
        Input = wire.HasInput ? wire.Input : null,
        Attempts = wire.Attempts,
    };

    private static Wire.Error Write(ItemError error, bool isOwn)
    {
        var wire = new Wire.Error
        {
            Kind = error.Kind switch
            {
                ErrorKind.User => Wire.ErrorKind.User,
                ErrorKind.System => Wire.ErrorKind.System,
                _ => Wire.ErrorKind.Unknown,
            },
            Code = error.Code,
            Message = error.Message,
            Task = error.Task,
            RunId = isOwn ? "" : error.RunId,
            Index = isOwn ? 0 : error.Index,
            Attempts = error.Attempts,
            Elapsed = error.Elapsed.Ticks,
            IsRecoverable = error.IsRecoverable,
            Cause = Write(error.Cause),
            IsOwn = isOwn,
        };
        if (error.Type is { } type)
        {
            wire.Type = type;
        }

        if (error.StackTrace is { } stack)
        {
            wire.StackTrace = stack;
        }

        if (error.Input is { } input)
        {
            wire.Input = input;
        }

        if (error.Node is { } node)
        {
            wire.Node = node;
        }

        return wire;
    }
}
