using System.Net;
using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Documents;
using Flyte.Node.Output;

namespace Flyte.Node.Remote;

/// <summary>Why a request to another node came to nothing, for a person.</summary>
internal static class RemoteProblem
{
    private const string Form = "application/problem+json";

    /// <summary>What a node says of a request that it refuses.</summary>
    internal static async Task<RemoteException> OfAsync(HttpResponseMessage response, RemoteAddress address, CancellationToken cancellation)
    {
        var status = response.StatusCode;
        if ((int)status is >= 300 and < 400)
        {
            return new RemoteException(
                $"{address} sends on to '{response.Headers.Location}'.", $"Give that as {ServerArguments.ServerOption}, if you trust it: nothing was sent there.")
            {
                Status = status,
            };
        }

        if (response.Content.Headers.ContentType?.MediaType != Form || await DetailAsync(response, cancellation).ConfigureAwait(false) is not { } detail)
        {
            var isBetween = status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            return NotANode(address, $"it answers {(int)status} {response.ReasonPhrase}", isBetween ? status : null, isBetween);
        }

        return new RemoteException(detail, status switch
        {
            HttpStatusCode.Unauthorized => $"Give a key of the node {address} by {ServerArguments.KeyVariable} or {ServerArguments.KeyOption}; 'key NAME' makes one.",
            HttpStatusCode.Forbidden => $"Give another key by {ServerArguments.KeyVariable} or {ServerArguments.KeyOption}.",
            _ => null,
        })
        {
            Status = status,
            IsPassing = status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        };
    }

    /// <summary>What was sent to an address, and never came back.</summary>
    internal static RemoteException Of(Exception failure, RemoteAddress address, bool isKnown)
    {
        var reason = OneLine.Of(failure.GetBaseException().Message);
        if (isKnown)
        {
            return new RemoteException($"The connection to {address} was lost: {reason}") { IsPassing = true, Code = ExitCode.Failed };
        }

        return (failure as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new RemoteException($"The host '{address.Url.Host}' is not known to this machine: {reason}", $"Check {ServerArguments.ServerOption}."),
            HttpRequestError.SecureConnectionError => new RemoteException(
                $"There is no secure connection to {address}: {reason}",
                "Its certificate has to be of an authority that this machine trusts, and of that name; where it has none, write http://."),
            HttpRequestError.ConnectionError => new RemoteException($"No node answers at {address}: {reason}", $"Start one there by 'serve', or name another by {ServerArguments.ServerOption}."),
            _ => NotANode(address, reason, null, isPassing: false),
        };
    }

    /// <summary>An answer that no node gives, or none of this version.</summary>
    internal static RemoteException Unreadable(RemoteAddress address, string what) => new(
        $"{address} answers in a form that this program does not know: {OneLine.Of(what)}", "Use the program of the version that the node has.");

    /// <summary>An answer of somebody who is no node.</summary>
    internal static RemoteException NotANode(RemoteAddress address, string what, HttpStatusCode? status, bool isPassing) => new(
        $"{address} does not answer as a node does: {what}.", $"Check {ServerArguments.ServerOption}: it is what 'serve' says as its web interface.")
    {
        Status = status,
        IsPassing = isPassing,
    };

    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var problem = await JsonSerializer.DeserializeAsync<Problem>(
                await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), DocumentJson.Known, cancellation).ConfigureAwait(false);
            return problem?.Detail ?? problem?.Title;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Problem(string? Title, string? Detail);
}
