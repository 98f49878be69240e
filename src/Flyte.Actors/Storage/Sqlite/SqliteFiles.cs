namespace Flyte.Actors.Storage.Sqlite;

/// <summary>The files of a store: a database for each that writes, so that nobody waits for the journal's writer.</summary>
internal sealed record SqliteFiles(string Journal)
{
    internal string Snapshots => Beside("snapshots");

    internal string Index => Beside("index");

    /// <summary>Where the process notes what it is working on.</summary>
    internal string InHand => Journal + ".inhand";

    internal string Lock => Journal + ".lock";

    // flyte.db: flyte.snapshots.db
    private string Beside(string what) => Path.ChangeExtension(Journal, what + Path.GetExtension(Journal));
}
