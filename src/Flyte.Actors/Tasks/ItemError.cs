namespace Flyte.Actors;

/// <summary>Why an item has no result, in words that can be stored and sent: no exception object is kept.</summary>
public sealed record ItemError
{
    /// <summary>Whose failure it is.</summary>
    public required ErrorKind Kind { get; init; }

    /// <summary>The name of the exception's class, such as <c>FormatException</c>, or one of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }

    /// <summary>The full name of the exception's type; null when the runtime made the error.</summary>
    public string? Type { get; init; }

    /// <summary>Where the exception was thrown; null when the runtime made the error.</summary>
    public string? StackTrace { get; init; }

    /// <summary>The full name of the task.</summary>
    public string Task { get; init; } = "";

    /// <summary>The run that the item belongs to.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The item's position among the inputs of its run, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The input as JSON, cut after 1,024 characters; null where it could not be written.</summary>
    public string? Input { get; init; }

    /// <summary>How many attempts were made; 0 when none was started.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// How long the last attempt ran. For items so short that they are run a thousand in a millisecond it is the mean of their
    /// neighbours.
    /// </summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The node that the last attempt ran on; null when none was started.</summary>
    public string? Node { get; init; }

    /// <summary>Whether a retry makes sense.</summary>
    public bool IsRecoverable { get; init; } = true;

    /// <summary>The error of the called task that this one comes from, if it does.</summary>
    public ItemError? Cause { get; init; }

    /// <summary>Index, input, attempts and message in one line.</summary>
    public override string ToString() =>
        $"item {Index}{(Input is null ? "" : $" ({Input})")} of {Task}, {Attempts} attempt{(Attempts == 1 ? "" : "s")}: {Code}: {Message}";
}
