using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Flyte.Node.Dashboard;

/// <summary>
/// The pages of a node: files that are part of the program, which ask the web API for all that they show. They hold nothing of anybody's,
/// so that they need no key.
/// </summary>
internal static class DashboardPages
{
    private const string Page = "index.html";
    private const string Folder = "Flyte.Node.Dashboard.assets.";

    // Nothing from elsewhere, nothing inline, nobody around it; and no text can become markup.
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] Verbs = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The files.</summary>
    internal static IEnumerable<string> Names => typeof(DashboardPages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..]);

    internal static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var assets = Read();
        // Which of its pages is shown is read from the address by the page itself.
        foreach (var path in new[] { "/", "/nodes", "/runs/{**rest}" })
        {
            routes.MapMethods(path, Verbs, context => ServeAsync(context, assets[Page])).ExcludeFromDescription();
        }

        routes.MapMethods("/assets/{name}", Verbs, (string name, HttpContext context) => assets.TryGetValue(name, out var asset) ? ServeAsync(context, asset) : NotFoundAsync(context)).ExcludeFromDescription();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // It is asked for each time, so that a page of an earlier program never meets the files of a later one; it costs a few bytes.
    private static Task ServeAsync(HttpContext context, Asset asset)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Results.Bytes(asset.Content, asset.Type, entityTag: asset.Tag).ExecuteAsync(context);
    }

    private static Dictionary<string, Asset> Read()
    {
        var assembly = typeof(DashboardPages).Assembly;
        return Names.ToDictionary(name => name, name => Load(assembly, name), StringComparer.Ordinal);
    }

    private static Asset Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(Folder + name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
        return new Asset(content, Types[Path.GetExtension(name)], new EntityTagHeaderValue(new StringSegment($"\"{hash}\"")));
    }

    private sealed record Asset(byte[] Content, string Type, EntityTagHeaderValue Tag);
}
