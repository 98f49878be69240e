using System.ComponentModel;
using System.Text.Json;
using Flyte.Node.Configuration;
using Flyte.Node.Documents;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Api;

/// <summary>How a run is started whose inputs are streamed.</summary>
internal sealed record StreamedStart(
    [property: FromQuery(Name = "task"), Description("The full name of the task, environment.function. In JSON it stands in the body, as all the others.")] string? Task,
    [property: FromQuery(Name = "id"), Description("The run's id; made when missing. After a stream that broke off, the same request with the same id goes on.")] string? Id,
    [property: FromQuery(Name = "name"), Description("A name for people.")] string? Name,
    [property: FromQuery(Name = "label"), Description("A label, as key=value; can be repeated.")] string[]? Label,
    [property: FromQuery(Name = "concurrency"), Description("The most items in flight; 0 for the node's bound.")] int? Concurrency,
    [property: FromQuery(Name = "failFast"), Description("Whether the first failure ends the run.")] bool? FailFast,
    [property: FromQuery(Name = "maxFailures"), Description("The most items that may fail.")] int? MaxFailures,
    [property: FromQuery(Name = "minSuccesses"), Description("The least items that have to succeed.")] int? MinSuccesses,
    [property: FromQuery(Name = "minSuccessRatio"), Description("The least share of items that has to succeed, from 0 to 1.")] double? MinSuccessRatio)
{
    internal StartRequest Request() => new()
    {
        Task = Task,
        Id = Id,
        Name = Name,
        Labels = Label is [_, ..] ? RunFilter.Labels(Label) : null,
        Concurrency = Concurrency ?? 0,
        FailFast = FailFast ?? false,
        Tolerance = (MaxFailures ?? MinSuccesses ?? MinSuccessRatio) is null
            ? null
            : new ToleranceRequest { MaxFailures = MaxFailures, MinSuccesses = MinSuccesses, MinSuccessRatio = MinSuccessRatio },
    };
}

/// <summary>Starts runs: with their inputs in one body, or streamed in lines as the run takes them.</summary>
internal static class StartApi
{
    internal const string Lines = "application/x-ndjson";

    internal static async Task<IResult> StartAsync([AsParameters] StreamedStart streamed, HttpContext context, NodeState node, WebSettings settings, ILogger<LineInputs> log)
    {
        var type = context.Request.ContentType?.Split(';')[0].Trim();
        if (string.Equals(type, Lines, StringComparison.OrdinalIgnoreCase))
        {
            return await new RunStarter(node, streamed.Request()).StreamAsync(context, settings, log).ConfigureAwait(false);
        }

        if (!string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                $"The body is '{type}': send application/json for a run in one body, or {Lines} for inputs in lines, with the task in the query.");
        }

        if (context.Request.Query.Count > 0)
        {
            throw ApiException.Bad($"'{context.Request.Query.Keys.First()}' stands in the query: of a run in JSON all stands in the body.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var request = await JsonSerializer.DeserializeAsync<StartRequest>(context.Request.Body, DocumentJson.Options, timeout.Token).ConfigureAwait(false)
            ?? throw ApiException.Bad("The body is null: /openapi/v1.json shows what it is to be.");
        timeout.CancelAfter(settings.RequestTimeout);
        return await new RunStarter(node, request).StartAsync(settings.MaxItems, timeout.Token).ConfigureAwait(false);
    }
}
