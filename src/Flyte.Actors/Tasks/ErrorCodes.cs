namespace Flyte.Actors;

/// <summary>The values of <see cref="ItemError.Code"/> that the runtime itself gives; all others are the name of an exception's class.</summary>
public static class ErrorCodes
{
    /// <summary>The item or its run was aborted.</summary>
    public const string Aborted = "Aborted";

    /// <summary>An attempt ran longer than <see cref="TaskOptions.MaxRuntime"/>.</summary>
    public const string MaxRuntimeExceeded = "MaxRuntimeExceeded";

    /// <summary>An attempt waited for a slot longer than <see cref="TaskOptions.MaxQueuedTime"/>.</summary>
    public const string MaxQueuedTimeExceeded = "MaxQueuedTimeExceeded";

    /// <summary>The item was not done within <see cref="TaskOptions.Deadline"/>.</summary>
    public const string DeadlineExceeded = "DeadlineExceeded";

    /// <summary>The actor that worked on the item was lost, more often than the runtime retries that.</summary>
    public const string WorkerLost = "WorkerLost";

    /// <summary>No task of that name is registered.</summary>
    public const string UnknownTask = "UnknownTask";

    /// <summary>The input could not be read or written as JSON.</summary>
    public const string InvalidInput = "InvalidInput";

    /// <summary>The result is null though the task promises one, or cannot be written as JSON.</summary>
    public const string InvalidResult = "InvalidResult";

    /// <summary>The input or the result is larger than <see cref="FlyteOptions.MaxPayloadBytes"/>.</summary>
    public const string PayloadTooLarge = "PayloadTooLarge";

    /// <summary>The stream of inputs failed.</summary>
    public const string InputSourceFailed = "InputSourceFailed";

    /// <summary>More items failed than the map's <see cref="Tolerance"/> allows.</summary>
    public const string ToleranceExceeded = "ToleranceExceeded";

    internal static bool IsTimeout(string code) => code is MaxRuntimeExceeded or MaxQueuedTimeExceeded or DeadlineExceeded;
}
