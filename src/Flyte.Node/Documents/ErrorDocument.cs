using System.Text.Json.Serialization;
using Flyte.Actors;

namespace Flyte.Node.Documents;

/// <summary>Why an item or a run has no result.</summary>
internal sealed record ErrorDocument
{
    /// <summary>Whose failure it is: user, system or unknown.</summary>
    public required string Kind { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public string Task { get; init; } = "";

    public string? Input { get; init; }

    /// <summary>The line that the input stood on, where it was read from lines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    public required int Attempts { get; init; }

    /// <summary>How long the last attempt ran.</summary>
    public required double ElapsedMs { get; init; }

    public string? Node { get; init; }

    public string? Type { get; init; }

    public string? StackTrace { get; init; }

    public int Index { get; init; }

    public string RunId { get; init; } = "";

    public bool IsRecoverable { get; init; } = true;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorDocument? Cause { get; init; }

    internal static ErrorDocument? Of(ItemError? error, int? line = null) => error is null ? null : new()
    {
        Kind = error.Kind switch
        {
            ErrorKind.User => "user",
            ErrorKind.System => "system",
            _ => "unknown",
        },
        Code = error.Code,
        Message = error.Message,
        Task = error.Task,
        Input = error.Input,
        Line = line,
        Attempts = error.Attempts,
        ElapsedMs = Math.Round(error.Elapsed.TotalMilliseconds, 3),
        Node = error.Node,
        Type = error.Type,
        StackTrace = error.StackTrace,
        Index = error.Index,
        RunId = error.RunId,
        IsRecoverable = error.IsRecoverable,
        Cause = Of(error.Cause),
    };

    internal ItemError ToError() => new()
    {
        Kind = Enum.Parse<ErrorKind>(Kind, ignoreCase: true),
        Code = Code,
        Message = Message,
        Task = Task,
        Input = Input,
        Attempts = Attempts,
        Elapsed = TimeSpan.FromMilliseconds(ElapsedMs),
        Node = Node,
        Type = Type,
        StackTrace = StackTrace,
        Index = Index,
        RunId = RunId,
        IsRecoverable = IsRecoverable,
        Cause = Cause?.ToError(),
    };
}
