using Flyte.Actors;
using Flyte.Dashboard.Tests.Support;

namespace Flyte.Dashboard.Tests;

[Collection(DashboardTests.Name)]
public sealed class RunTests(BrowserFixture browser, ShopFixture shop) : IClassFixture<ShopFixture>
{
    [ChromiumFact]
    public async Task A_run_is_followed_to_its_end()
    {
        shop.Tasks.Close();
        await shop.StartAsync("wait", [1, 2, 3, 4], new RunOptions { Id = "followed" }, concurrency: 2);
        await using var page = await browser.OpenAsync(shop.Node, "/runs/followed");

        await Expect(page.Phase).ToHaveTextAsync("running");
        await Expect(page.Figure("Done")).ToHaveTextAsync("0%");
        await Expect(page.Figure("Concurrency")).ToHaveTextAsync("2");
        await Expect(page.Section("Longest running")).ToContainTextAsync("#0");
        await Expect(page.Row("Items", "running")).ToHaveCountAsync(2);
        await Expect(page.Row("Items", "queued")).ToHaveCountAsync(2);

        await page.Button("Resize").ClickAsync();
        await page.Dialog.GetByLabel("Items at once").FillAsync("4");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Resize" }).ClickAsync();
        await Expect(page.Figure("Concurrency")).ToHaveTextAsync("4");
        await Expect(page.Row("Items", "running")).ToHaveCountAsync(4);

        shop.Tasks.Open();

        await Expect(page.Phase).ToHaveTextAsync("succeeded");
        await Expect(page.Figure("Done")).ToHaveTextAsync("100%");
        await Expect(page.Row("Items", "succeeded")).ToHaveCountAsync(4);
        await Expect(page.Section("Timeline").Locator("rect.succeeded").First).ToBeAttachedAsync();
        await Expect(page.Section("Longest running")).ToBeHiddenAsync();
        await Expect(page.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Ended");
        await Expect(page.Page.Locator("#said")).ToHaveTextAsync("Run followed has ended: succeeded.");
        await Expect(page.Page).ToHaveTitleAsync("succeeded · followed · Flyte");
    }

    [ChromiumFact]
    public async Task An_abort_is_asked_about_and_can_be_called_off()
    {
        shop.Tasks.Close();
        await shop.StartAsync("wait", [1, 2], new RunOptions { Id = "given-up" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/given-up");

        await page.Button("Abort").ClickAsync();
        await Expect(page.Dialog).ToContainTextAsync("2 items that have not ended are recorded as aborted.");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Dialog).ToHaveCountAsync(0);
        await Expect(page.Phase).ToHaveTextAsync("running");

        await page.Button("Abort").ClickAsync();
        await page.Dialog.GetByLabel("Reason").FillAsync("the shop is closed");
        await page.Button("Abort the run").ClickAsync();

        await Expect(page.Phase).ToHaveTextAsync("aborted");
        await Expect(page.Row("Items", "the shop is closed")).ToHaveCountAsync(2);
        await Expect(page.Button("Abort")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task Failures_stand_by_kind_and_can_be_recovered()
    {
        await shop.EndedAsync("check", [1, -2, -3, 4], new RunOptions { Id = "failing" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/failing");
        var failures = page.Section("Failures");

        await Expect(page.Phase).ToHaveTextAsync("failed");
        await Expect(failures.Locator("ol.groups > li")).ToHaveCountAsync(1);
        await Expect(failures).ToContainTextAsync("InvalidDataException");
        await Expect(failures.GetByLabel("2 items")).ToHaveTextAsync("2");
        await Expect(failures.Locator(".first-inputs li")).ToHaveTextAsync(["#1 -2", "#2 -3"]);

        await page.Button("Recover").ClickAsync();
        await Expect(page.Dialog).ToContainTextAsync("2 items that did not succeed are run again, and 2 that did keep their results.");
        await page.Dialog.GetByLabel("Id of the new run").FillAsync("recovered");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Recover" }).ClickAsync();

        await Expect(page.Heading).ToHaveTextAsync("recovered");
        await Expect(page.Page.Locator(".legend")).ToContainTextAsync("recovered 2");
        await page.Link("failing").ClickAsync();

        await page.Button("Rerun").ClickAsync();
        await page.Dialog.GetByLabel("Id of the new run").FillAsync("failing");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Rerun" }).ClickAsync();
        await Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("failing");
        await page.Dialog.GetByLabel("Id of the new run").FillAsync("failing-again");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Rerun" }).ClickAsync();
        await Expect(page.Heading).ToHaveTextAsync("failing-again");
    }

    [ChromiumFact]
    public async Task What_is_still_retried_stands_apart_with_its_next_attempt()
    {
        await shop.StartAsync("flaky", [7], new RunOptions { Id = "retried" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/retried");

        var row = page.Row("Items that are tried again", "#0");
        await Expect(row).ToContainTextAsync("1 of 4");
        await Expect(row).ToContainTextAsync("the supplier of 7 does not answer");
        await Expect(row).ToContainTextAsync("in 59 min");
        await Expect(page.Section("Failures")).ToBeHiddenAsync();

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Phase).ToHaveTextAsync("retrying");
        await Expect(page.Section("Last error")).ToContainTextAsync("TimeoutException");
        await page.Button("Abort item").ClickAsync();
        await page.Button("Abort the item").ClickAsync();
        await Expect(page.Phase).ToHaveTextAsync("aborted");
    }

    [ChromiumFact]
    public async Task A_run_that_ended_before_its_time_says_by_what()
    {
        await shop.EndedAsync("strict", [1, -2], new RunOptions { Id = "strict" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/strict");

        var banner = page.Page.Locator(".banner.bad");
        await Expect(banner).ToContainTextAsync("ToleranceExceeded");
        await Expect(banner).ToContainTextAsync("article -2 has no price");
        await banner.GetByRole(AriaRole.Link, new() { Name = "item 1" }).ClickAsync();
        await Expect(page.Heading).ToHaveTextAsync("Item 1");
    }

    [ChromiumFact]
    public async Task The_tree_of_what_it_called_is_opened_level_by_level()
    {
        await shop.EndedAsync("count_all", [new[] { "fig", "apple" }], new RunOptions { Id = "tree" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/tree");
        var calls = page.Section("What it has called");

        await Expect(calls.Locator(".tree > li")).ToHaveCountAsync(1);
        await Expect(calls).ToContainTextAsync("shop.count");
        await calls.Locator("summary").ClickAsync();
        await Expect(calls).ToContainTextAsync("It has called nothing.");

        await calls.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Figure("Done")).ToHaveTextAsync("100%");
        await Expect(page.Row("Items", "\"apple\"")).ToContainTextAsync("5");
        await Expect(page.Rows("Items")).ToHaveCountAsync(2);
        await Expect(page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Task" })).ToBeHiddenAsync();
        await Expect(page.Button("Rerun")).ToBeHiddenAsync();
        await page.Page.GetByRole(AriaRole.Navigation, new() { Name = "Where this is" }).GetByRole(AriaRole.Link, new() { Name = "item 0" }).ClickAsync();
        await Expect(page.Section("Input")).ToContainTextAsync("\"apple\"");
        await Expect(page.Section("What it has called")).ToContainTextAsync("2 of 2");
    }

    [ChromiumFact]
    public async Task A_call_shows_what_went_in_what_came_of_it_and_what_it_has_called_in_turn()
    {
        await shop.EndedAsync("order_all", [new[] { "fig", "apple" }], new RunOptions { Id = "orders" });
        await using var page = await browser.OpenAsync(shop.Node, "/runs/orders/items/0");

        await page.Section("What it has called").GetByRole(AriaRole.Link, new() { Name = "calls" }).ClickAsync();
        await Expect(page.Heading).ToHaveTextAsync("orders/0/calls");
        await Expect(page.Phase).ToHaveTextAsync("failed");
        await Expect(page.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Ended");
        await Expect(page.Row("Items", "\"fig\"")).ToContainTextAsync("shop.order");
        await Expect(page.Row("Items", "\"apple\"")).ToContainTextAsync("apple is too heavy");
        await Expect(page.Section("Failures").Locator(".first-inputs li")).ToHaveTextAsync("#1 \"apple\"");
        await page.Page.GetByRole(AriaRole.Navigation, new() { Name = "Phase of the items" }).GetByRole(AriaRole.Link, new() { Name = "failed" }).ClickAsync();
        await Expect(page.Rows("Items")).ToHaveCountAsync(1);

        await page.Row("Items", "apple is too heavy").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Phase).ToHaveTextAsync("failed");
        await Expect(page.Section("Input").Locator("pre")).ToHaveTextAsync("\"apple\"");
        await Expect(page.Section("Error")).ToContainTextAsync("apple is too heavy");
        await Expect(page.Page.Locator(".facts")).ToContainTextAsync("Task shop.order");
        await page.Link("← Item 0").ClickAsync();
        await Expect(page.Section("Result").Locator("pre")).ToHaveTextAsync("9");

        await page.Section("What it has called").GetByRole(AriaRole.Link, new() { Name = "count_map-0" }).ClickAsync();
        await Expect(page.Heading).ToHaveTextAsync("orders/0/calls/0/count_map-0");
        await Expect(page.Row("Items", "\"figfig\"")).ToContainTextAsync("6");
    }

    [ChromiumFact]
    public async Task A_run_that_is_not_there_is_said_to_be_missing()
    {
        await using var page = await browser.OpenAsync(shop.Node, "/runs/nobody");

        await Expect(page.Heading).ToHaveTextAsync("Not found");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nobody");
        await page.Link("All runs").ClickAsync();
        await Expect(page.Heading).ToHaveTextAsync("Runs");
    }
}
