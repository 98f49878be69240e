using System.Net;
using Flyte.Node.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Flyte.Node.Api;

/// <summary>
/// Who may do what. With keys, whoever shows one that is let in; without, whoever sits at this machine. No other web site may, through
/// the browser of one who is let in: neither by a request of its own nor by a name that it has made lead here.
/// </summary>
internal sealed class ApiAccess(RequestDelegate next, WebSettings settings)
{
    private const string Bearer = "Bearer ";

    private readonly ApiKey[] keys = [.. settings.Keys.Select(ApiKey.Parse)];

    public Task InvokeAsync(HttpContext context)
    {
        CheckOrigin(context.Request);
        if (NeedsKey(context.Request.Path))
        {
            Check(context);
        }

        return next(context);
    }

    // Health is asked for by those who watch over the process, and the pages hold nothing of anybody's.
    private bool NeedsKey(PathString path) =>
        keys.Length > 0 && (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase));

    private void CheckOrigin(HttpRequest request)
    {
        if (keys.Length == 0 && !IsThisMachine(request.Host.Host))
        {
            throw new ApiException(
                StatusCodes.Status421MisdirectedRequest,
                $"'{request.Host}' is no name of this machine that the node answers to without a key: use 127.0.0.1 or localhost, or set web:keys.");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ApiException(StatusCodes.Status403Forbidden, $"A page of '{origin}' may not use this node: only its own pages, and programs, may.");
        }
    }

    private void Check(HttpContext context)
    {
        var shown = context.Request.Headers.Authorization.ToString();
        if (!shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            throw Unauthorized(context, "A key is needed: send the header 'Authorization: Bearer KEY'.");
        }

        var hash = ApiKey.HashOf(shown[Bearer.Length..].Trim());
        var key = Array.Find(keys, key => key.Matches(hash)) ?? throw Unauthorized(context, "The key is not one that this node lets in: see web:keys in its settings.");
        if (key.Scope == ApiScope.Read && !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            throw new ApiException(StatusCodes.Status403Forbidden, $"The key '{key.Name}' is for reading only: '{context.Request.Method}' needs one with the scope write.");
        }
    }

    private static ApiException Unauthorized(HttpContext context, string reason)
    {
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new ApiException(StatusCodes.Status401Unauthorized, reason);
    }

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
