using System.Net;
using System.Text.RegularExpressions;
using Flyte.Dashboard.Tests.Support;

namespace Flyte.Dashboard.Tests;

public sealed partial class AssetTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/nodes", "text/html")]
    [InlineData("/runs/words-1%2F0%2Fcalls/items/3?phase=failed", "text/html")]
    [InlineData("/assets/app.js", "text/javascript")]
    [InlineData("/assets/base.css", "text/css")]
    [InlineData("/assets/icon.svg", "image/svg+xml")]
    public async Task Pages_are_served_guarded_and_are_asked_for_anew_at_little_cost(string path, string type)
    {
        using var response = await shop.Node.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
        using var unchanged = await shop.Node.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/..%2Fappsettings.json")]
    [InlineData("/anything")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        using var response = await shop.Node.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Pages_ask_nobody_else_and_have_all_that_they_name()
    {
        var files = new Queue<string>(["index.html"]);
        var seen = new HashSet<string>(files, StringComparer.Ordinal);
        while (files.TryDequeue(out var file))
        {
            var text = await shop.Node.Http.GetStringAsync(file == "index.html" ? "/" : $"/assets/{file}");
            Assert.DoesNotMatch(Elsewhere(), text);
            Assert.DoesNotMatch(Markup(), text);
            foreach (var named in Named().Matches(text).Select(match => match.Groups["name"].Value).Where(seen.Add))
            {
                files.Enqueue(named);
            }
        }

        Assert.Equal(Flyte.Node.Dashboard.DashboardPages.Names.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    // The name of a vocabulary is no address.
    [GeneratedRegex(@"(https?:)?//(?!www\.w3\.org/)[a-z0-9.-]+\.[a-z]{2,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|srcdoc|<style|style=|onclick=""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"(""/assets/|from '\./)(?<name>[a-z-]+\.[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
