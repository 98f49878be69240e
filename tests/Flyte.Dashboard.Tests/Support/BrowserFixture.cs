namespace Flyte.Dashboard.Tests.Support;

/// <summary>One browser for all tests; each page has storage of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // It asks nobody but the node: there may be no network.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is null)
        {
            var path = Chromium.Require();
            SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
    }

    /// <summary>A page of a node.</summary>
    internal async Task<DashboardPage> OpenAsync(ApiNode node, string path, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = node.Http.BaseAddress!.ToString();
        var page = await (await browser!.NewContextAsync(options)).NewPageAsync();
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var opened = new DashboardPage(page);
        await page.GotoAsync(path);
        return opened;
    }
}

/// <summary>The tests that share the browser, one after the other: there are few processors and each page works for itself.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardTests : ICollectionFixture<BrowserFixture>
{
    internal const string Name = "dashboard";
}
