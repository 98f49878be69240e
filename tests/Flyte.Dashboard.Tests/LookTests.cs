using System.Globalization;
using Flyte.Actors;
using Flyte.Dashboard.Tests.Support;

namespace Flyte.Dashboard.Tests;

[Collection(DashboardTests.Name)]
public sealed class LookTests(BrowserFixture browser, ShopFixture shop) : IClassFixture<ShopFixture>
{
    // The contrast of each text with the ground that it stands on, as WCAG reckons it: the worst, with its text.
    private const string WorstContrast = """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = color => { const [r, g, b] = color.slice(0, 3).map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = element => { for (let e = element; e; e = e.parentElement) { const color = rgba(getComputedStyle(e).backgroundColor); if (color[3] > 250) return color; } return [255, 255, 255]; };
          let worst = { ratio: 21, text: '' };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const element = node.parentElement;
            if (!node.data.trim() || !element.checkVisibility() || element.closest('.unseen, .skip, noscript')) continue;
            const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < worst.ratio) worst = { ratio, text: node.data };
          }
          return `${worst.ratio.toFixed(2)} ${worst.text}`;
        }
        """;

    private static readonly ViewportSize Phone = new() { Width = 375, Height = 700 };

    [ChromiumFact]
    public async Task On_a_phone_no_page_is_wider_than_the_screen()
    {
        await FillAsync("phone");
        foreach (var path in new[] { "/", "/nodes", "/runs/phone", "/runs/phone/items/1", "/runs/phone-tree", "/runs/nobody" })
        {
            await using var page = await browser.OpenAsync(shop.Node, path, new() { ViewportSize = Phone, HasTouch = true, IsMobile = true });
            await Expect(page.Heading).ToBeVisibleAsync();
            await Expect(page.Page.GetByText("Loading…", new() { Exact = true }).Locator("visible=true")).ToHaveCountAsync(0);
            Assert.True(await page.OverflowAsync() <= 0, path);
        }
    }

    [ChromiumFact]
    public async Task In_light_and_dark_every_text_can_be_read()
    {
        await FillAsync("contrast");
        var grounds = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var page = await browser.OpenAsync(shop.Node, "/", new() { ColorScheme = scheme });
            foreach (var path in new[] { "/", "/runs/contrast", "/runs/contrast/items/1", "/nodes" })
            {
                await page.Page.GotoAsync(path);
                await Expect(page.Page.GetByText("Loading…", new() { Exact = true }).Locator("visible=true")).ToHaveCountAsync(0);
                var worst = await page.Page.EvaluateAsync<string>(WorstContrast);
                Assert.True(double.Parse(worst.Split(' ')[0], CultureInfo.InvariantCulture) >= 4.5, $"{scheme} {path}: {worst}");
            }

            grounds.Add(await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        }

        Assert.NotEqual(grounds[0], grounds[1]);
    }

    [ChromiumFact]
    public async Task Everything_is_reached_by_keyboard_and_the_focus_is_seen()
    {
        await FillAsync("keys");
        await using var page = await browser.OpenAsync(shop.Node, "/");
        var keyboard = page.Page.Keyboard;
        await Expect(page.Row("Runs", "keys").First).ToBeVisibleAsync();

        await keyboard.PressAsync("/");
        await Expect(page.Page.GetByLabel("Task")).ToBeFocusedAsync();
        await keyboard.TypeAsync("shop.check");
        await keyboard.PressAsync("Enter");
        await Expect(page.Row("Runs", "keys-tree")).ToHaveCountAsync(0);

        await TabToAsync(page, page.Link("keys"));
        Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await keyboard.PressAsync("Enter");
        await Expect(page.Heading).ToHaveTextAsync("keys");

        await TabToAsync(page, page.Button("Recover"));
        await keyboard.PressAsync("Enter");
        await Expect(page.Dialog.GetByLabel("Id of the new run")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(page.Button("Recover")).ToBeFocusedAsync();

        await keyboard.PressAsync("/");
        await Expect(page.Page.GetByLabel("Index of the first item to show")).ToBeFocusedAsync();
        await keyboard.TypeAsync("1");
        await keyboard.PressAsync("Enter");
        await Expect(page.Rows("Items")).ToHaveCountAsync(1);
        await TabToAsync(page, page.Rows("Items").GetByRole(AriaRole.Link));
        await keyboard.PressAsync("Enter");
        await Expect(page.Heading).ToHaveTextAsync("Item 1");
    }

    private async Task FillAsync(string id)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "a-team-with-a-name-that-has-no-place-to-be-broken-anywhere" };
        await shop.EndedAsync("check", [1, -1], new RunOptions { Id = id, Name = "Names can be long, and then they are broken", Labels = labels });
        await shop.EndedAsync("count_all", [new[] { "fig", new string('w', 500) }], new RunOptions { Id = $"{id}-tree" });
    }

    private static async Task TabToAsync(DashboardPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var step = 0; step < 100 && !await target.EvaluateAsync<bool>("element => element === document.activeElement"); step++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
        }

        await Expect(target).ToBeFocusedAsync();
    }
}
