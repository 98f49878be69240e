using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Sqlite;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>What is wrong with a store in files is said when it is opened, and it stays as it is.</summary>
public sealed class SqliteOpeningTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Journal => folder.File("flyte.db");

    [Theory]
    [InlineData("flyte.db")]
    [InlineData("flyte.snapshots.db")]
    [InlineData("flyte.index.db")]
    public async Task A_file_that_is_no_database_is_refused(string name)
    {
        await CreateAsync();
        File.WriteAllText(folder.File(name), string.Concat(Enumerable.Repeat("to be, or not to be\n", 100)));

        await AssertRefusedAsync(name, "not a SQLite database", "name another file");
    }

    [Fact]
    public async Task A_file_too_short_for_a_database_is_refused()
    {
        File.WriteAllText(Journal, "SQLite format 3\0");

        await AssertRefusedAsync("flyte.db", "not a SQLite database");
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused()
    {
        Change(Journal, "CREATE TABLE songs (title TEXT); PRAGMA user_version = 1;");

        await AssertRefusedAsync("flyte.db", "database of another program");
    }

    [Theory]
    [InlineData("flyte.db")]
    [InlineData("flyte.snapshots.db")]
    [InlineData("flyte.index.db")]
    public async Task A_store_of_a_newer_version_is_refused(string name)
    {
        await CreateAsync();
        Change(folder.File(name), $"PRAGMA user_version = {TableSchema.Version + 1};");

        await AssertRefusedAsync(name, $"its format is {TableSchema.Version + 1}", "use the newer version");
    }

    [Fact]
    public async Task A_read_only_file_is_refused()
    {
        await CreateAsync();
        File.SetAttributes(Journal, FileAttributes.ReadOnly);

        await AssertRefusedAsync("flyte.db", "is read-only", "Give this user the right to write");
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await CreateAsync();
        var bytes = File.ReadAllBytes(Journal);
        bytes.AsSpan(16, 2).Fill(3);
        File.WriteAllBytes(Journal, bytes);

        await AssertRefusedAsync("flyte.db", "cannot be opened");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(folder.File("file"), "");

        var error = await Assert.ThrowsAsync<StoreException>(() =>
            StoreOpener.OpenAsync(FlyteStore.Sqlite(Path.Combine(folder.File("file"), "data", "flyte.db")), Durability.Full)).Soon();

        Assert.Contains(Path.Combine(folder.File("file"), "data"), error.Message, StringComparison.Ordinal);
        Assert.Contains("Name a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        await using var open = await StoreOpener.OpenAsync(FlyteStore.Sqlite(Path.Combine(folder.Path, "a", "b", "flyte.db")), Durability.Full).Soon();

        Assert.True(File.Exists(Path.Combine(folder.Path, "a", "b", "flyte.index.db")));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_refused()
    {
        Directory.CreateDirectory(Journal);

        var error = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(FlyteStore.Sqlite(Journal), Durability.Full)).Soon();

        Assert.Contains("not a SQLite database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_reported()
    {
        var file = new SqliteFile(Journal, pageSize: 4096, Durability.Full, mostPages: 2);

        var error = Assert.Throws<StoreException>(() => file.Prepare(TableSchema.For("TEXT", "BLOB")));

        Assert.Contains($"no room on the disk for '{Journal}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_is_used_by_one_at_a_time()
    {
        await using (await StoreOpener.OpenAsync(FlyteStore.Sqlite(Journal), Durability.Full).Soon())
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(FlyteStore.Sqlite(Journal), Durability.Full)).Soon();
            Assert.Contains("used by another process", error.Message, StringComparison.Ordinal);
            Assert.Contains("name another file", error.Message, StringComparison.Ordinal);
        }

        await CreateAsync();
    }

    [Fact]
    public async Task A_database_that_another_program_locks_is_left_alone()
    {
        await CreateAsync();
        using var other = new SqliteConnection($"Data Source={Journal};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE t (x); COMMIT;";
        command.ExecuteNonQuery();

        var error = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(FlyteStore.Sqlite(Journal), Durability.Full)).Soon();

        Assert.Contains("locked by another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_opened_for_memory() => Assert.Null(await StoreOpener.OpenAsync(FlyteStore.Memory, Durability.Full));

    [Theory]
    [InlineData(Durability.Full, 2)]
    [InlineData(Durability.Normal, 1)]
    public void Every_connection_has_its_durability(Durability durability, int synchronous)
    {
        var file = new SqliteFile(Journal, pageSize: 16384, durability);
        file.Prepare();

        using (var connection = new DataConnection(file.Options))
        {
            Assert.Equal(synchronous, connection.Execute<int>("PRAGMA synchronous"));
            Assert.Equal("wal", connection.Execute<string>("PRAGMA journal_mode"));
            Assert.Equal(16384, connection.Execute<int>("PRAGMA page_size"));
        }

        file.Close();
    }

    public void Dispose() => folder.Dispose();

    private static void Change(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private async Task CreateAsync()
    {
        await using var open = await StoreOpener.OpenAsync(FlyteStore.Sqlite(Journal), Durability.Full).Soon();
    }

    private async Task AssertRefusedAsync(string name, params string[] words)
    {
        var before = Directory.GetFiles(folder.Path, "*.db").ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal);

        var error = await Assert.ThrowsAsync<StoreException>(() => StoreOpener.OpenAsync(FlyteStore.Sqlite(Journal), Durability.Full)).Soon();

        Assert.Contains(folder.File(name), error.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder.Path, "*.db").Order(StringComparer.Ordinal));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }
}
