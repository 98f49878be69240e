using System.Text.Json;
using System.Text.RegularExpressions;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Api;

/// <summary>A request that is refused.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="reason">What is wrong with which value, and what to do.</param>
internal sealed class ApiException(int status, string reason) : Exception(reason)
{
    internal int Status { get; } = status;

    internal static ApiException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);

    internal static ApiException TooLarge(string reason) => new(StatusCodes.Status413PayloadTooLarge, reason);
}

/// <summary>Answers a failed request with problem details: what is wrong and what to do, and nothing of how the program is made.</summary>
internal sealed partial class ApiProblems(IProblemDetailsService problems, ILogger<ApiProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true; // Nobody listens any more.
        }

        var (status, reason) = Of(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            log.RequestFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "1";
        }

        httpContext.Response.StatusCode = status;
        try
        {
            await WriteAsync(httpContext, new ProblemDetails { Status = status, Detail = reason }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone meanwhile.
        }

        return true;
    }

    private async Task WriteAsync(HttpContext httpContext, ProblemDetails problem, CancellationToken cancellationToken)
    {
        if (!await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem }).ConfigureAwait(false))
        {
            // Whoever asked for lines gets a reason all the same.
            await httpContext.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says something of answers that only have a status.</summary>
    internal static void Complete(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at '{request.Path}': /openapi/v1.json has all paths.",
            StatusCodes.Status405MethodNotAllowed => $"'{request.Path}' has no {request.Method}, but {context.HttpContext.Response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType => $"The body is '{request.ContentType}': send application/json.",
            _ => null,
        };
    }

    /// <summary>The status that a failure has, and what is said of it.</summary>
    internal static (int Status, string Reason) Of(Exception failure) => failure switch
    {
        ApiException refused => (refused.Status, refused.Message),
        BadHttpRequestException { InnerException: JsonException malformed } => (StatusCodes.Status400BadRequest, Malformed(malformed)),
        BadHttpRequestException bad => (bad.StatusCode, Parameter(bad.Message) ?? bad.Message),
        JsonException malformed => (StatusCodes.Status400BadRequest, Malformed(malformed)),
        UnknownTaskException unknown => (StatusCodes.Status404NotFound, unknown.Message),
        RunRejectedException { IsUnknown: true } unknown => (StatusCodes.Status404NotFound, unknown.Message),
        RunRejectedException rejected => (StatusCodes.Status409Conflict, rejected.Message),
        UsageException usage => (StatusCodes.Status400BadRequest, $"{usage.Message} {usage.Remedy}"),
        NodeNotReadyException or StoreException or FlyteClusterException => (StatusCodes.Status503ServiceUnavailable, failure.Message),
        ArgumentException argument => (StatusCodes.Status400BadRequest, RuntimeSettings.Reason(argument)),
        ObjectDisposedException or OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "The node is stopping. Ask another one, or this one when it is started again."),
        _ => (StatusCodes.Status500InternalServerError, "The node could not carry out the request; its log says why, under the traceId of this answer."),
    };

    // The framework's message names the type of its own parameter.
    private static string? Parameter(string message) => BadParameter().Match(message) is { Success: true, Groups: var parts }
        ? $"{JsonNamingPolicy.CamelCase.ConvertName(parts["name"].Value)}={parts["value"].Value} is no {Kind(parts["type"].Value)}."
        : null;

    private static string Kind(string type) => type.Contains("bool", StringComparison.OrdinalIgnoreCase) ? "truth value: write true or false"
        : type.Contains("double", StringComparison.OrdinalIgnoreCase) ? "number"
        : $"whole number up to {int.MaxValue}";

    [GeneratedRegex("^Failed to bind parameter \"(?<type>[^\"]+) (?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BadParameter();

    // The message repeats place and line, and the names of types of this program.
    private static string Malformed(JsonException e)
    {
        var what = e.Message.Split(" Path: ", 2, StringSplitOptions.None)[0];
        var place = e.Path is { Length: > 1 } path ? $" at {path}" : "";
        var line = e.LineNumber is { } number ? $" in line {number + 1}" : "";
        if (what.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"The body has a property that is not known{place}{line}: {Quoted(what)}. /openapi/v1.json shows what there is.";
        }

        if (what.Contains("uplicate property", StringComparison.Ordinal))
        {
            return $"The body has a property twice{line}: {Quoted(what)}.";
        }

        return what.Contains("Flyte.", StringComparison.Ordinal) || what.Contains("System.", StringComparison.Ordinal)
            ? $"The body does not have the form that is asked for{place}{line}. /openapi/v1.json shows it."
            : $"The body is not JSON as it is asked for{place}{line}: {what}";
    }

    private static string Quoted(string message) => message.Split('\'') is [_, var name, ..] ? $"'{name}'" : "see the place";
}
