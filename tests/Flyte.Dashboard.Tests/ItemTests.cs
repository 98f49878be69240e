using System.Globalization;
using Flyte.Actors;
using Flyte.Dashboard.Tests.Support;

namespace Flyte.Dashboard.Tests;

[Collection(DashboardTests.Name)]
public sealed class ItemTests(BrowserFixture browser, ShopFixture shop) : IClassFixture<ShopFixture>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    [ChromiumFact]
    public async Task An_item_shows_what_went_in_and_why_it_failed()
    {
        await shop.EndedAsync("check", [5, -6], new RunOptions { Id = "seen" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/seen/items/1");

        await Expect(page.Heading).ToHaveTextAsync("Item 1");
        await Expect(page.Phase).ToHaveTextAsync("failed");
        await Expect(page.Section("Input").Locator("pre")).ToHaveTextAsync("-6");
        var error = page.Section("Error");
        await Expect(error).ToContainTextAsync("article -6 has no price");
        await Expect(error).ToContainTextAsync("System.IO.InvalidDataException");
        await Expect(error.Locator("pre").First).ToContainTextAsync("at ");
        await Expect(page.Button("Abort item")).ToBeHiddenAsync();

        await page.Link("← Item 0").ClickAsync();
        await Expect(page.Section("Result").Locator("pre")).ToHaveTextAsync("5");
        await page.Page.GotoAsync("/runs/seen/items/9");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no item 9");
    }

    [ChromiumFact]
    public async Task Numbers_stand_as_they_were_written_and_what_is_huge_is_cut()
    {
        var inputs = new[] { "{\"id\": 9007199254740993, \"price\": 1.10}", $"\"{new string('x', 100_000)}\"" };
        await shop.Node.PostAsync("/runs", $$"""{"task":"shop.anything","inputs":[{{inputs[0]}},{{inputs[1]}}],"id":"numbers"}""");
        await shop.Node.UntilAsync("numbers", run => run.EndedAt is not null);
        await using var page = await browser.OpenAsync(shop.Node, "/runs/numbers/items/0");
        var pre = page.Section("Input").Locator("pre");

        await Expect(pre).ToContainTextAsync("9007199254740993");
        await Expect(pre).ToContainTextAsync("1.10");

        await page.Page.GotoAsync("/runs/numbers/items/1");
        await Expect(page.Section("Input")).ToContainTextAsync("20,000 of 100,002 characters");
        Assert.InRange((await pre.TextContentAsync())!.Length, 20_000, 20_001);
        await page.Section("Input").GetByRole(AriaRole.Button, new() { Name = "Show all of it" }).ClickAsync();
        await Expect(pre).ToHaveTextAsync(inputs[1]);
    }

    [ChromiumFact]
    public async Task What_a_run_brings_along_is_text_wherever_it_is_shown()
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["<b>team</b>"] = "\"><script>alert(1)</script>" };
        await shop.EndedAsync("echo", [Hostile, $"{Hostile} javascript:alert(1) {{{{7*7}}}} and so on"], new RunOptions { Id = "hostile", Name = Hostile, Labels = labels });
        await shop.EndedAsync("count_all", [new[] { Hostile }], new RunOptions { Id = "hostile-tree" });
        await using var page = await browser.OpenAsync(shop.Node, "/");
        page.Page.Dialog += (_, dialog) => throw new InvalidOperationException(dialog.Message);

        await Expect(page.Row("Runs", "hostile").Last).ToContainTextAsync(Hostile);
        await Expect(page.Page.Locator(".label").First).ToHaveTextAsync("<b>team</b>\"><script>alert(1)</script>");
        await page.Page.Locator(".label").First.ClickAsync();
        await Expect(page.Rows("Runs")).ToHaveCountAsync(1);

        await page.Link("hostile").ClickAsync();
        await Expect(page.Section("Failures").Locator(".message")).ToContainTextAsync(Hostile);
        await Expect(page.Section("Failures").Locator(".first-inputs")).ToContainTextAsync(Hostile);
        await Expect(page.Rows("Items").First).ToContainTextAsync(Hostile);
        await page.Page.GotoAsync("/runs/hostile/items/1");
        await Expect(page.Section("Error")).ToContainTextAsync(Hostile);
        await Expect(page.Section("Input")).ToContainTextAsync(Hostile);
        await page.Page.GotoAsync($"/runs/{Uri.EscapeDataString(Hostile)}");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Hostile);

        Assert.Equal(0, await page.Page.Locator("main img, main script, main b > b").CountAsync());
    }

    [ChromiumFact]
    public async Task A_million_items_open_at_once_and_are_turned_over_a_page_at_a_time()
    {
        const int Items = 1_000_000;
        await shop.Node.Runtime.SubmitAsync(shop.Node.Runtime.MapJson("shop.check", [.. Enumerable.Range(0, Items).Select(i => (i == 999_990 ? -1 : i).ToString(CultureInfo.InvariantCulture))]), new RunOptions { Id = "million" });
        await shop.Node.UntilAsync("million", run => run.EndedAt is not null);
        await using var page = await browser.OpenAsync(shop.Node, "/nodes");
        var traffic = await Traffic.OfAsync(page);
        await page.Page.GotoAsync("/runs/million");

        await Expect(page.Page.Locator(".figure .detail").First).ToHaveTextAsync("1,000,000 of 1,000,000");
        await Expect(page.Rows("Items")).ToHaveCountAsync(50);
        await page.Link("Next →").ClickAsync();
        await Expect(page.Rows("Items").First).ToContainTextAsync("50");

        await page.Page.GetByLabel("Index of the first item to show").FillAsync("999980");
        await page.Button("Go").ClickAsync();
        await Expect(page.Rows("Items")).ToHaveCountAsync(20);
        await Expect(page.Row("Items", "999990")).ToContainTextAsync("article -1 has no price");

        await page.Page.GetByRole(AriaRole.Navigation, new() { Name = "Phase of the items" }).GetByRole(AriaRole.Link, new() { Name = "failed" }).ClickAsync();
        await Expect(page.Rows("Items")).ToHaveCountAsync(1);
        await Expect(page.Section("Failures").Locator(".first-inputs li")).ToHaveTextAsync("#999990 -1");
        Assert.InRange(traffic.Bytes, 1, Items / 4); // Pages and counters: not even a byte of each item.
    }
}
