namespace Flyte.Actors.Storage;

internal enum StoreKind
{
    Memory,
    Sqlite,
    PostgreSql,
}
