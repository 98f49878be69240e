namespace Flyte.Dashboard.Tests.Support;

/// <summary>A page that is looked at. At its end nothing has gone wrong in it.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private readonly List<string> errors = [];

    internal DashboardPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => Listen(message);
    }

    internal IPage Page { get; }

    internal ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>The phase in the head of a run or an item.</summary>
    internal ILocator Phase => Page.Locator(".title > .badge");

    /// <summary>The rows of the list of runs, or of items.</summary>
    internal ILocator Rows(string table) => Page.GetByRole(AriaRole.Table, new() { Name = table, Exact = true }).Locator("tbody tr");

    internal ILocator Row(string table, string text) => Rows(table).Filter(new() { HasText = text });

    internal ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    internal ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    internal ILocator Section(string name) => Page.GetByRole(AriaRole.Region, new() { Name = name });

    /// <summary>A number of the overview, such as the throughput.</summary>
    internal ILocator Figure(string name) => Page.Locator(".figure").Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) }).Locator("dd").First;

    internal ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>How many pixels the page is wider than the window.</summary>
    internal Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.Empty(errors);
    }

    // That a request is refused is the business of the test; that a policy or a script fails never is.
    private void Listen(IConsoleMessage message)
    {
        if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            errors.Add(message.Text);
        }
    }
}
