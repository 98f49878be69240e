using Akka.Actor;
using Akka.Actor.Setup;

namespace Flyte.Actors.Cluster;

/// <summary>Whom a node has refused by a certificate. Remoting ends a system that was shown such a one by a node that it asked itself.</summary>
/// <param name="tls">The node's settings.</param>
internal sealed class TlsRefusals(FlyteTls tls) : Setup
{
    /// <summary>That of the reason that remoting gives, which is its own.</summary>
    internal const int ExitCode = 79;

    private volatile string last = "";
    private volatile string told = "";

    /// <summary>Notes one.</summary>
    /// <returns>Whether it is another one than the last: who is refused tries again and again.</returns>
    internal bool Add(string subject, string reason)
    {
        var refusal = $"{subject}: {reason}";
        var isNew = told != refusal;
        told = refusal;

        // Who shows none has only gone too early to say who it is.
        if (subject.Length > 0 || last.Length == 0)
        {
            last = refusal;
        }

        return isNew;
    }

    /// <summary>Why a system that ended by that has ended.</summary>
    internal static string Of(ActorSystem system) =>
        system.Settings.Setup.Get<TlsRefusals>() is { HasValue: true, Value: var refusals } ? refusals.Show() : "Tls: another node shows a certificate that is refused.";

    private string Show() =>
        $"This node cannot join the cluster: another node shows a certificate that is not of the authority in AuthorityPath '{tls.AuthorityPath}' ({last}). "
        + "Give all nodes certificates of one authority.";
}
