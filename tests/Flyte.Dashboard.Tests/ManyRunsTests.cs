using System.Text.Json;
using Flyte.Dashboard.Tests.Support;

namespace Flyte.Dashboard.Tests;

/// <summary>A list of 100,000 runs is read a page at a time, and never more.</summary>
[Collection(DashboardTests.Name)]
public sealed class ManyRunsTests(BrowserFixture browser, ManyRunsFixture runs) : IClassFixture<ManyRunsFixture>
{
    private const int Page = 50;

    // A run is some 600 bytes, and the list is sent anew when it changes: far from the 60 MB of all of them.
    private const long MostBytes = 300_000;
    private const int MostRequests = 10;

    [ChromiumFact]
    public async Task The_newest_are_shown_and_older_ones_by_turning_pages()
    {
        await using var page = await browser.OpenAsync(runs.Node, "/nodes");
        var traffic = await Traffic.OfAsync(page);

        await page.Page.GotoAsync("/");
        await Expect(page.Rows("Runs")).ToHaveCountAsync(Page);
        await Expect(page.Rows("Runs").First).ToContainTextAsync(ManyRunsFixture.Id(99_999));
        await page.Link("Older →").ClickAsync();
        await Expect(page.Rows("Runs").First).ToContainTextAsync(ManyRunsFixture.Id(99_949));
        await Expect(page.Rows("Runs")).ToHaveCountAsync(Page);

        await page.Page.GotoAsync($"/?after={ManyRunsFixture.Id(10)}");
        await Expect(page.Rows("Runs")).ToHaveCountAsync(10);
        await Expect(page.Rows("Runs").Last).ToContainTextAsync(ManyRunsFixture.Id(0));
        await Expect(page.Link("Older →")).ToBeHiddenAsync();
        AssertFew(traffic);
    }

    [ChromiumTheory]
    [InlineData("?label=number%3D050000")]
    [InlineData("?name=day+050000")]
    [InlineData("?phase=failed")]
    [InlineData("?task=shop.check")]
    [InlineData("?label=team%3Dfruit&label=number%3D050000&phase=failed")]
    public async Task A_filter_finds_one_in_the_middle(string filter)
    {
        await using var page = await browser.OpenAsync(runs.Node, "/nodes");
        var traffic = await Traffic.OfAsync(page);

        await page.Page.GotoAsync($"/{filter}");
        await Expect(page.Rows("Runs")).ToHaveCountAsync(1);
        await Expect(page.Rows("Runs")).ToContainTextAsync(ManyRunsFixture.Id(ManyRunsFixture.Failed));
        await page.Link(ManyRunsFixture.Id(ManyRunsFixture.Failed)).ClickAsync();
        await Expect(page.Phase).ToHaveTextAsync("failed");
        await Expect(page.Rows("Items")).ToHaveCountAsync(3);
        AssertFew(traffic);
    }

    [ChromiumFact]
    public async Task The_web_interface_gives_pages_that_follow_each_other()
    {
        var (number, path) = (ManyRunsFixture.Runs, "/runs?label=team%3Dfruit");
        for (var read = 0; read < 3; read++)
        {
            var (_, body) = await runs.Node.GetAsync(path);
            string[] ids = [.. body.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!)];
            Assert.Equal(Enumerable.Range(1, 100).Select(n => ManyRunsFixture.Id(number - n)), ids);
            Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(body).LongLength, 1, MostBytes);
            number -= ids.Length;
            path = $"/runs?label=team%3Dfruit&after={body.GetProperty("next").GetString()}";
        }
    }

    private static void AssertFew(Traffic traffic)
    {
        Assert.InRange(traffic.Requests, 1, MostRequests);
        Assert.InRange(traffic.Bytes, 1, MostBytes);
    }
}
