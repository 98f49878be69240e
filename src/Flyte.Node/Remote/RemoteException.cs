using System.Net;
using Flyte.Node.Commands;

namespace Flyte.Node.Remote;

/// <summary>Another node has not done what was asked of it.</summary>
/// <param name="message">Why, in its own words where it had any.</param>
/// <param name="remedy">What to do, where the message does not say it.</param>
internal sealed class RemoteException(string message, string? remedy = null) : Exception(message)
{
    internal string? Remedy { get; } = remedy;

    /// <summary>What it answered; null where it did not.</summary>
    internal HttpStatusCode? Status { get; init; }

    /// <summary>What the program ends with.</summary>
    internal int Code { get; init; } = ExitCode.Usage;

    /// <summary>Whether the same may be answered when it is asked again.</summary>
    internal bool IsPassing { get; init; }

    internal bool IsUnknown => Status is HttpStatusCode.NotFound;

    /// <summary>Whether it stands against something that is there.</summary>
    internal bool IsConflict => Status is HttpStatusCode.Conflict;
}
