namespace Flyte.Actors;

/// <summary>Whose failure an error is.</summary>
public enum ErrorKind
{
    /// <summary>Neither the task's nor the runtime's, as far as is known.</summary>
    Unknown,

    /// <summary>The task's own code or its input; costs one of the task's retries.</summary>
    User,

    /// <summary>The runtime's: a lost worker, an abort, a time that ran out.</summary>
    System,
}
