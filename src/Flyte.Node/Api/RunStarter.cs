using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Flyte.Node.Api;

/// <summary>Starts one run.</summary>
internal sealed class RunStarter(NodeState node, StartRequest request)
{
    // A task without inputs runs for whatever stands there, and the digest of a repeated request has to be the same.
    private const string NoInput = "{}";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private string Task => request.Task is { Length: > 0 } task ? task : throw ApiException.Bad("No task is named: give the full name of one, environment.function; /api/v1/tasks lists them.");

    /// <summary>Starts it with the inputs of the request.</summary>
    internal async Task<IResult> StartAsync(int mostItems, CancellationToken cancellation)
    {
        var inputs = Inputs();
        if (inputs.Length > mostItems)
        {
            throw ApiException.TooLarge($"{inputs.Length:N0} inputs are more than web:maxItems, which is {mostItems:N0}: start several runs.");
        }

        Check(inputs);
        var isKnown = await IsKnownAsync(cancellation).ConfigureAwait(false);
        var run = await node.Client.SubmitAsync(node.Client.MapJson(Task, inputs, request.Concurrency, Map()), Naming(), cancellation).ConfigureAwait(false);
        return await AnswerAsync(run, isKnown, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts it with the lines of a request, as they come and as the run takes them.</summary>
    internal async Task<IResult> StreamAsync(HttpContext context, WebSettings settings, ILogger log)
    {
        // Whoever streams may be slow: a line at a time is waited for instead of a number of bytes a second.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
        var cancellation = context.RequestAborted;
        var isKnown = await IsKnownAsync(cancellation).ConfigureAwait(false);
        await using var lines = new LineInputs(context.Request.BodyReader, settings, cancellation);
        var run = await node.Client.SubmitAsync(node.Client.MapJson(Task, lines.ReadAsync(), request.Concurrency, Map()), Naming(), cancellation).ConfigureAwait(false);
        if (await lines.Ended.ConfigureAwait(false) is { } broken)
        {
            log.InputsBroke(run.Id, broken.Message);
            throw new ApiException(
                broken.Status,
                $"{broken.Message} The run '{run.Id}' has {lines.Count:N0} inputs and waits for more: send all of them again with id={run.Id}, and it goes on behind these; or abort it.");
        }

        await ClosedAsync(run, cancellation).ConfigureAwait(false);
        return await AnswerAsync(run, isKnown, cancellation).ConfigureAwait(false);
    }

    private string[] Inputs() => (request.Input.ValueKind, request.Inputs) switch
    {
        (not JsonValueKind.Undefined, not null) => throw ApiException.Bad("There are both 'input' and 'inputs': give the one input of a task, or the inputs of a map."),
        (_, { } inputs) => [.. inputs.Select(input => input.GetRawText())],
        (JsonValueKind.Undefined, null) when node.Client.Tasks.GetValueOrDefault(Task)?.InputType != typeof(Nothing) =>
            throw ApiException.Bad($"There is no input: give 'input' to run {Task} once, or 'inputs', an array, to map it."),
        (JsonValueKind.Undefined, null) => [NoInput],
        _ => [request.Input.GetRawText()],
    };

    private void Check(string[] inputs)
    {
        var task = node.Client.Tasks.GetValueOrDefault(Task);
        for (var index = 0; task is not null && index < inputs.Length; index++)
        {
            if (task.Refusal(inputs[index]) is { } refusal)
            {
                throw new ApiException(
                    StatusCodes.Status422UnprocessableEntity,
                    $"{(request.Inputs is null ? "The input" : $"Input {index}")} does not fit the task {Task}: {refusal} Its inputSchema is at {ApiRoutes.Base}/tasks/{Task}; nothing was started.");
            }
        }
    }

    private MapOptions Map() => new() { FailFast = request.FailFast, Tolerance = request.Tolerance?.ToTolerance() };

    private RunOptions Naming() => new()
    {
        Id = request.Id,
        Name = request.Name,
        Labels = request.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
    };

    private async Task<bool> IsKnownAsync(CancellationToken cancellation)
    {
        if (request.Concurrency < 0)
        {
            throw ApiException.Bad($"concurrency {request.Concurrency} is negative: give the number of items in flight, or 0 for the node's bound.");
        }

        try
        {
            return request.Id is { } id && await node.Client.GetRun<JsonElement>(id).GetInfoAsync(cancellation).ConfigureAwait(false) is not null;
        }
        catch (RunRejectedException e) when (e.IsUnknown)
        {
            return false;
        }
    }

    // The last line was read; that there is no further one is on its way to the record.
    private static async Task ClosedAsync(RunHandle<JsonElement> run, CancellationToken cancellation)
    {
        while (await run.GetInfoAsync(cancellation).ConfigureAwait(false) is { EndedAt: null, Items.MoreToCome: true })
        {
            await System.Threading.Tasks.Task.Delay(BetweenLooks, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> AnswerAsync(RunHandle<JsonElement> run, bool isKnown, CancellationToken cancellation)
    {
        var document = await RunsApi.DocumentAsync(run, cancellation).ConfigureAwait(false);
        return isKnown ? TypedResults.Ok(document) : TypedResults.Created(RunsApi.Location(run.Id), document);
    }
}
