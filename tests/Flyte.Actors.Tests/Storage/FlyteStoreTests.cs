using Npgsql;
using Xunit;

namespace Flyte.Actors.Tests.Storage;

/// <summary>The ways to say where runs are recorded.</summary>
public sealed class FlyteStoreTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData(" Memory ")]
    public void Memory_is_a_word(string text) => Assert.Same(FlyteStore.Memory, FlyteStore.Parse(text));

    [Theory]
    [InlineData("data/flyte.db")]
    [InlineData("memory.db")]
    [InlineData("a=b;c.db")]
    public void What_is_nothing_else_is_a_path(string text)
    {
        var store = FlyteStore.Parse(text);

        Assert.Equal(FlyteStore.Sqlite(Path.GetFullPath(text)), store);
        Assert.Equal(Path.GetFullPath(text), store.ToString());
    }

    [Theory]
    [InlineData("postgresql://me:s%40cret@db.example:5433/runs")]
    [InlineData("postgres://me:s%40cret@db.example:5433/runs")]
    [InlineData("Host=db.example;Port=5433;Username=me;Password=s@cret;Database=runs")]
    [InlineData("password=s@cret; server = db.example; database=runs; port=5433; user id=me")]
    public void A_database_is_shown_without_its_password(string text)
    {
        var store = FlyteStore.Parse(text);

        Assert.Equal("postgresql://me@db.example:5433/runs", store.ToString());
        Assert.Equal("s@cret", new NpgsqlConnectionStringBuilder(store.Location).Password);
        Assert.Equal(FlyteStore.PostgreSql("postgresql://me:s%40cret@db.example:5433/runs"), store);
    }

    [Fact]
    public void A_database_needs_no_more_than_a_host()
    {
        Assert.Equal("postgresql://localhost:5432/", FlyteStore.Parse("postgresql://localhost").ToString());
        Assert.Equal("postgresql://localhost:5432/", FlyteStore.Parse("Host=localhost").ToString());
    }

    [Fact]
    public void The_options_of_a_uri_are_read()
    {
        var builder = new NpgsqlConnectionStringBuilder(FlyteStore.Parse("postgresql://h/d?sslmode=require&Timeout=3").Location);

        Assert.Equal((SslMode.Require, 3), (builder.SslMode, builder.Timeout));
    }

    [Theory]
    [InlineData("postgresql://me:hunter2@")]
    [InlineData("postgresql://me:hunter2@h:port/d")]
    [InlineData("postgresql://me:hunter2@h/d?colour=hunter2")]
    [InlineData("Host=h;Password=hunter2;Colour=hunter2")]
    [InlineData("Host=;Password=hunter2")]
    [InlineData("Host=h;Password=\"hunter2")]
    [InlineData("Host=h;Port=hunter2")]
    public void A_database_that_cannot_be_is_refused_without_its_password(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => FlyteStore.Parse(text));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("data/")]
    public void A_place_that_is_none_is_refused(string text) => Assert.Throws<ArgumentException>(() => FlyteStore.Parse(text));

    [Fact]
    public void Stores_of_one_place_are_equal()
    {
        Assert.Equal(FlyteStore.Sqlite("a.db"), FlyteStore.Sqlite("./x/../a.db"));
        Assert.NotEqual(FlyteStore.Sqlite("a.db"), FlyteStore.Sqlite("b.db"));
        Assert.NotEqual(FlyteStore.Sqlite("a.db"), FlyteStore.Memory);
    }
}
