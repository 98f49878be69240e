using Flyte.Actors;
using Flyte.Dashboard.Tests.Support;
using Flyte.Node.Configuration;

namespace Flyte.Dashboard.Tests;

[Collection(DashboardTests.Name)]
public sealed class AccessTests(BrowserFixture browser)
{
    [ChromiumFact]
    public async Task A_key_is_asked_for_kept_for_the_tab_and_forgotten()
    {
        var (key, stored) = ApiKey.New("writer", ApiScope.Write);
        await using var node = await StartAsync(stored);
        await node.PostAsync("/runs", """{"task":"shop.price","inputs":[1],"id":"guarded"}""", key);
        await using var page = await browser.OpenAsync(node, "/");

        await Expect(page.Dialog).ToContainTextAsync("This node asks for a key");
        await page.Dialog.GetByLabel("Key").FillAsync("flyte_wrong");
        await page.Button("Use this key").ClickAsync();
        await Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("not one that this node lets in");

        await page.Dialog.GetByLabel("Key").FillAsync(key);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Row("Runs", "guarded")).ToBeVisibleAsync();
        await page.Page.ReloadAsync();
        await Expect(page.Row("Runs", "guarded")).ToBeVisibleAsync();

        await page.Button("Forget key").ClickAsync();
        await Expect(page.Dialog).ToContainTextAsync("This node asks for a key");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Heading).ToHaveTextAsync("A key is needed");
    }

    [ChromiumFact]
    public async Task A_key_for_reading_is_told_that_it_may_not_write()
    {
        var (key, stored) = ApiKey.New("reader", ApiScope.Read);
        var (writing, writer) = ApiKey.New("writer", ApiScope.Write);
        await using var node = await StartAsync(stored, writer);
        await node.PostAsync("/runs", """{"task":"shop.price","inputs":[1],"id":"guarded"}""", writing);
        await using var page = await browser.OpenAsync(node, "/runs/guarded");

        await page.Dialog.GetByLabel("Key").FillAsync(key);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Button("Rerun").ClickAsync();
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Rerun" }).ClickAsync();

        await Expect(page.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("'reader' is for reading only");
    }

    private static Task<ApiNode> StartAsync(params ApiKey[] keys) =>
        ApiNode.StartAsync(new WebSettings { Keys = [.. keys.Select(key => key.ToString())] }, new FlyteOptions(), new ShopTasks().Environment);
}
