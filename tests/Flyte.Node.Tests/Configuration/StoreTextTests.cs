using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

public sealed class StoreTextTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly OwnVariables variables = new();

    public void Dispose()
    {
        directory.Dispose();
        variables.Dispose();
    }

    [Fact]
    public void A_relative_file_is_in_the_directory_of_the_user() =>
        Assert.Equal(Path.Combine(directory.Path, "data", "runs.db"), Parse("data/runs.db").ToString());

    [Fact]
    public void The_home_of_the_user_is_known() => Assert.Equal(
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "runs.db"), Parse("~/runs.db").ToString());

    [Theory]
    [InlineData("memory", "memory")]
    [InlineData("MEMORY", "memory")]
    [InlineData("postgresql://me:pw@db:5433/x", "postgresql://me@db:5433/x")]
    [InlineData("Host=db;Username=me;Database=x", "postgresql://me@db:5432/x")]
    public void Other_stores_have_their_names(string text, string store) => Assert.Equal(store, Parse(text).ToString());

    [Fact]
    public void The_default_is_that_of_the_program() => Assert.Equal(FlyteStore.Sqlite("own.db"), Parse("default", FlyteStore.Sqlite("own.db")));

    [Fact]
    public void The_program_records_in_the_data_folder_of_its_user() => Assert.EndsWith(
        Path.Combine("flyte", "flyte.db"),
        new NodeConsole { Out = TextWriter.Null, Error = NodeConsole.Plain(TextWriter.Null) }.DefaultStore().ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void A_store_may_be_set_by_a_variable()
    {
        variables.Set("RUNTIME__STORE", "x.db");
        variables.Set("RUNTIME__DURABILITY", "Normal");
        variables.Set("RUNTIME__FAILSWITHOUTTASK", "true");
        var console = new TestConsole { Directory = directory.Path, SettingPrefix = variables.Prefix };
        Assert.Equal(
            new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(directory.Path, "x.db")), Durability = Durability.Normal, FailsWithoutTask = true },
            RuntimeSettings.Read(null, console.Open()));
    }

    [Theory]
    [InlineData("RUNTIME__DURABILITY", "most", "sets runtime:durability to 'most', which is no durability.", "Write full or normal; the default is full.")]
    [InlineData("RUNTIME__DURABILITY", "1", "sets runtime:durability to '1', which is no durability.", "Write full or normal")]
    [InlineData("RUNTIME__RESUMESRUNS", "1", "sets runtime:resumesRuns to '1', which is no truth value.", "Write true or false; the default is true.")]
    [InlineData("RUNTIME__RETENTION", "00:00:00", "sets runtime:retention to '00:00:00', which is out of range.", "Retention is longer than zero.")]
    [InlineData("RUNTIME__STORE", "postgresql://me:secret@/x", "sets runtime:store to something, which is no store.", "The PostgreSQL database cannot be named so")]
    [InlineData("RUNTIME__STORE", "", "sets runtime:store to something, which is no store.", "The value cannot be an empty string")]
    [InlineData("RUNTIME__STORE", "folder/", "sets runtime:store to something, which is no store.", "'folder/' is not the path of a file")]
    public void A_bad_value_is_refused_and_no_password_repeated(string name, string value, string message, string remedy)
    {
        variables.Set(name, value);
        var error = Assert.Throws<UsageException>(() => RuntimeSettings.Read(null, new TestConsole { SettingPrefix = variables.Prefix }.Open()));
        Assert.StartsWith($"{variables.Prefix}{name} {message}", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message + error.Remedy, StringComparison.Ordinal);
    }

    private FlyteStore Parse(string text, FlyteStore? own = null) =>
        StoreText.Parse(text, new TestConsole { Directory = directory.Path, Store = own ?? FlyteStore.Memory }.Open());
}
