namespace Flyte.Actors;

/// <summary>
/// A store cannot be opened, or has been taken over by another process. The message names the store, what is wrong with it, and the
/// remedy; never a password.
/// </summary>
public sealed class StoreException : FlyteException
{
    internal StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
