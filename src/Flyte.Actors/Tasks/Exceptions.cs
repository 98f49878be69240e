namespace Flyte.Actors;

/// <summary>What the runtime throws to its callers.</summary>
public abstract class FlyteException : Exception
{
    private protected FlyteException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A called task, or an item of a map, failed for good.</summary>
public sealed class TaskFailedException : FlyteException
{
    /// <summary>Wraps an item's error.</summary>
    /// <param name="error">What the item failed with.</param>
    public TaskFailedException(ItemError error)
        : base((error ?? throw new ArgumentNullException(nameof(error))).ToString()) => Error = error;

    /// <summary>What the item failed with.</summary>
    public ItemError Error { get; }
}

/// <summary>A map stopped because more of its items failed than its <see cref="Tolerance"/> allows.</summary>
public sealed class ToleranceExceededException : FlyteException
{
    internal ToleranceExceededException(string message, ItemError? firstFailure)
        : base(message) => FirstFailure = firstFailure;

    /// <summary>The failure of the lowest index that is known.</summary>
    public ItemError? FirstFailure { get; }
}

/// <summary>A run was aborted before its end.</summary>
public sealed class RunAbortedException : FlyteException
{
    internal RunAbortedException(string message)
        : base(message)
    {
    }
}

/// <summary>The stream of a map's inputs failed; the items before are done, and their results were given out.</summary>
public sealed class InputSourceException : FlyteException
{
    internal InputSourceException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>
/// Thrown by the sequence of inputs of a submitted run that breaks off and will be given again, such as a connection that is lost. The
/// run does not fail: it does what it has and waits. A run that is submitted with the same id and the whole sequence goes on behind
/// what is there already. For a map that belongs to its reader it is a failure as any other.
/// </summary>
public sealed class InputsInterruptedException : Exception
{
    /// <summary>Inputs that break off for a reason that is not known.</summary>
    public InputsInterruptedException()
    {
    }

    /// <summary>Inputs that break off.</summary>
    /// <param name="message">Why.</param>
    public InputsInterruptedException(string message)
        : base(message)
    {
    }

    /// <summary>Inputs that break off.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">Where it comes from.</param>
    public InputsInterruptedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A task was called whose environment is not part of the runtime.</summary>
public sealed class UnknownTaskException : FlyteException
{
    internal UnknownTaskException(string message)
        : base(message)
    {
    }
}

/// <summary>A request cannot be carried out: the run does not exist, or exists with other content.</summary>
public sealed class RunRejectedException : FlyteException
{
    internal RunRejectedException(string message, bool isUnknown = false)
        : base(message) => IsUnknown = isUnknown;

    /// <summary>Whether there is no run of that id.</summary>
    public bool IsUnknown { get; }
}

/// <summary>Thrown by a task's body, or by what it derives from this, for a failure that no retry can mend.</summary>
public class NonRecoverableException : Exception
{
    /// <summary>A failure without words.</summary>
    public NonRecoverableException()
    {
    }

    /// <summary>A failure that no retry can mend.</summary>
    /// <param name="message">What happened.</param>
    public NonRecoverableException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that no retry can mend.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Where it comes from.</param>
    public NonRecoverableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
