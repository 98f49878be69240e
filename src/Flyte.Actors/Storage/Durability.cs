namespace Flyte.Actors;

/// <summary>What a result that was shown can still be lost by.</summary>
public enum Durability
{
    /// <summary>
    /// Nothing: what is shown is on the disk (SQLite: <c>synchronous = FULL</c>; PostgreSQL: <c>synchronous_commit = on</c>).
    /// </summary>
    Full,

    /// <summary>
    /// The last commits, where the power fails or the operating system crashes (SQLite: <c>synchronous = NORMAL</c>), or the
    /// database server (PostgreSQL: <c>synchronous_commit = off</c>, about half a second of them). A process of the runtime that
    /// is killed loses nothing, and what is lost is run again: the store stays consistent.
    /// </summary>
    Normal,
}
