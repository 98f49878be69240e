namespace Flyte.Actors.Storage.Sqlite;

/// <summary>The files of a store: a database for each that writes, so that nobody waits for the journal's writer.</summary>
internal sealed record SqliteFiles(string Journal)
{
    internal string Snapshots => Beside("snapshots");

    internal string Index => Beside("index");

    internal string Lock => Beside("lock");

    // flyte.db: flyte.snapshots.db, flyte.index.db, flyte.lock.db; without an extension: flyte.snapshots.
    private string Beside(string what) => Path.ChangeExtension(Journal, what + Path.GetExtension(Journal));
}
