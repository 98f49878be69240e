using Microsoft.Extensions.Logging;

namespace Flyte.Node.Api;

/// <summary>What the web interface logs.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed in the program's own code")]
    internal static partial void RequestFailed(this ILogger log, Exception exception, string method, string path);

    [LoggerMessage(2, LogLevel.Warning, "The stream of inputs of run {RunId} broke off: {Reason}")]
    internal static partial void InputsBroke(this ILogger log, string runId, string reason);
}
