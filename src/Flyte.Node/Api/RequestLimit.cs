using Flyte.Node.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Flyte.Node.Api;

/// <summary>How long a request may take that is answered at once as long as the store and the other nodes answer.</summary>
internal static class RequestLimit
{
    internal const string Policy = "request";

    internal static RequestTimeoutPolicy Of(WebSettings settings) => new()
    {
        Timeout = settings.RequestTimeout,
        TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        WriteTimeoutResponse = async context => await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status504GatewayTimeout,
                Detail = $"The store, or the node that holds the run, has not answered for {settings.RequestTimeout}, which is web:requestTimeout. Ask again; /readyz tells what is wrong.",
            },
        }).ConfigureAwait(false),
    };
}
