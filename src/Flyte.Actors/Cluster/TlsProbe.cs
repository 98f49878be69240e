using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Flyte.Actors.Cluster;

/// <summary>Finds out why two nodes do not come to terms on encryption.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong, with the remedy; null if it is not that.</summary>
    /// <param name="socket">A connection to the other node.</param>
    /// <param name="tls">Those of this node; null if it has none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">The other node says nothing at all.</exception>
    internal static async Task<string?> FindAsync(Socket socket, FlyteTls? tls, CancellationToken cancellationToken)
    {
        var own = tls is null ? null : NodeCertificates.Load(tls);
        var (isShown, isAgreed) = (false, false);
#pragma warning disable CA5359 // What it shows is not asked here: nothing is said to it.
        var stream = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, _, _, _) => isShown = true);
#pragma warning restore CA5359
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var options = new SslClientAuthenticationOptions { TargetHost = "flyte", ClientCertificates = own is null ? null : [own.Own] };
                await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
                isAgreed = await StaysAsync(stream, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // What it has shown until then says why.
            }
        }

        return (own, isShown, isAgreed) switch
        {
            (null, true, _) => "has Tls and this node has none: set Tls here too, with a certificate of its authority",
            (not null, false, _) => "has no Tls and this node has: set it for all nodes, or for none",
            (not null, true, false) => $"refuses the certificate of this node, CertificatePath '{tls!.CertificatePath}' ({own.Own.Subject}): "
                + "give all nodes certificates of one authority",
            _ => null,
        };
    }

    // That it refuses a certificate the other one says only after it was accepted itself.
    private static async Task<bool> StaysAsync(SslStream stream, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await stream.ReadAsync(new byte[1], patience.Token).ConfigureAwait(false) > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
