using Flyte.Actors;
using Flyte.Dashboard.Tests.Support;

namespace Flyte.Dashboard.Tests;

[Collection(DashboardTests.Name)]
public sealed class RunListTests(BrowserFixture browser, ShopFixture shop) : IClassFixture<ShopFixture>
{
    [ChromiumFact]
    public async Task A_node_without_runs_says_how_to_start_the_first_and_shows_it_then()
    {
        await using var node = await ApiNode.StartAsync(shop.Tasks.Environment);
        await using var page = await browser.OpenAsync(node, "/");

        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No runs yet" })).ToBeVisibleAsync();
        await Expect(page.Page.Locator("pre")).ToContainTextAsync($"curl {node.Http.BaseAddress!.ToString().TrimEnd('/')}/api/v1/runs");
        await Expect(page.Page.Locator("pre")).ToContainTextAsync("\"task\":\"shop.");

        await node.PostAsync("/runs", """{"task":"shop.price","inputs":[1,2,3],"id":"first"}""");

        await Expect(page.Row("Runs", "first")).ToContainTextAsync("3 of 3 · 100%");
        await Expect(page.Row("Runs", "first")).ToContainTextAsync("succeeded");
    }

    [ChromiumFact]
    public async Task A_run_goes_on_before_the_eyes()
    {
        shop.Tasks.Close();
        await shop.StartAsync("wait", [1, 2, 3], new RunOptions { Id = "live", Name = "Live one", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "fruit" } });
        await using var page = await browser.OpenAsync(shop.Node, "/");
        var row = page.Row("Runs", "live");

        await Expect(row).ToContainTextAsync("running");
        await Expect(row).ToContainTextAsync("0 of 3 · 0%");
        await Expect(row).ToContainTextAsync("Live one");
        await Expect(row.Locator(".label")).ToHaveTextAsync("teamfruit");
        await Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Live");

        shop.Tasks.Open();

        await Expect(row).ToContainTextAsync("succeeded");
        await Expect(row).ToContainTextAsync("3 of 3 · 100%");
    }

    [ChromiumFact]
    public async Task Filters_stand_in_the_address_and_are_taken_from_it()
    {
        await shop.EndedAsync("price", [1], new RunOptions { Id = "well", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "fruit" } });
        await shop.EndedAsync("check", [-1], new RunOptions { Id = "badly", Name = "Bad day" });
        await using var page = await browser.OpenAsync(shop.Node, "/?phase=failed");

        await Expect(page.Row("Runs", "badly")).ToBeVisibleAsync();
        await Expect(page.Row("Runs", "well")).ToHaveCountAsync(0);
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "failed", Exact = true })).ToHaveAttributeAsync("aria-current", "page");

        await page.Link("Clear").ClickAsync();
        await Expect(page.Row("Runs", "well")).ToBeVisibleAsync();
        await page.Page.GetByLabel("Labels").FillAsync("team=fruit");
        await page.Page.GetByLabel("Task").FillAsync("shop.price");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Row("Runs", "badly")).ToHaveCountAsync(0);
        await Expect(page.Row("Runs", "well")).ToBeVisibleAsync();
        await Expect(page.Page).ToHaveURLAsync("/?task=shop.price&label=team%3Dfruit");

        await page.Page.GotoAsync("/?name=Bad+day");
        await Expect(page.Rows("Runs")).ToHaveCountAsync(1);
        await page.Page.GotoAsync("/?task=shop.none");
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "No run matches" })).ToBeVisibleAsync();
        await page.Page.GotoAsync("/?phase=faild");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Did you mean 'failed'?");
    }

    [ChromiumFact]
    public async Task A_run_is_started_from_the_page()
    {
        await using var page = await browser.OpenAsync(shop.Node, "/");

        await page.Button("Start a run").ClickAsync();
        await page.Dialog.GetByLabel("Task").FillAsync("shop.price");
        await Expect(page.Dialog).ToContainTextAsync("An input is");
        await page.Dialog.GetByLabel("Inputs").FillAsync("[1, 2");
        await page.Button("Start").ClickAsync();
        await Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("not JSON");

        await page.Dialog.GetByLabel("Inputs").FillAsync("[1, 2]");
        await page.Dialog.GetByLabel("Id").FillAsync("by-hand");
        await page.Button("Start").ClickAsync();

        await Expect(page.Heading).ToHaveTextAsync("by-hand");
        await Expect(page.Phase).ToHaveTextAsync("succeeded");
        await Expect(page.Rows("Items")).ToHaveCountAsync(2);
    }

    [ChromiumFact]
    public async Task Many_runs_are_shown_a_page_at_a_time()
    {
        await using var node = await ApiNode.StartAsync(shop.Tasks.Environment);
        for (var i = 0; i < 60; i++)
        {
            await node.PostAsync("/runs", $$"""{"task":"shop.price","input":{{i}},"id":"many-{{i:00}}"}""");
        }

        await using var page = await browser.OpenAsync(node, "/");
        await Expect(page.Rows("Runs")).ToHaveCountAsync(50);

        await page.Link("Older →").ClickAsync();
        await Expect(page.Rows("Runs")).ToHaveCountAsync(10);
        await Expect(page.Row("Runs", "many-00")).ToBeVisibleAsync();

        await page.Link("← Newest").ClickAsync();
        await Expect(page.Row("Runs", "many-59")).ToBeVisibleAsync();
        await page.Page.GoBackAsync();
        await Expect(page.Row("Runs", "many-00")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Nodes_are_shown_with_what_they_have()
    {
        await using var page = await browser.OpenAsync(shop.Node, "/nodes");

        await Expect(page.Rows("Nodes")).ToHaveCountAsync(1);
        await Expect(page.Rows("Nodes")).ToContainTextAsync("up");
        await Expect(page.Rows("Nodes")).ToContainTextAsync("at work");
        await page.Page.Locator("summary").ClickAsync();
        await page.Link("shop.price").ClickAsync();
        await Expect(page.Page).ToHaveURLAsync("/?task=shop.price");
    }
}
