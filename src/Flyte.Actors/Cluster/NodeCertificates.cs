using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace Flyte.Actors.Cluster;

/// <summary>The certificates of a node, and whom it takes for one of its cluster.</summary>
internal sealed class NodeCertificates
{
    private readonly X509Certificate2 own;
    private readonly X509Certificate2Collection between;
    private readonly X509Certificate2Collection authorities;

    private readonly TlsRefusals refusals;

    private NodeCertificates(X509Certificate2 own, X509Certificate2Collection between, X509Certificate2Collection authorities, FlyteTls tls) =>
        (this.own, this.between, this.authorities, refusals) = (own, between, authorities, new TlsRefusals(tls));

    /// <summary>The one that this node shows.</summary>
    internal X509Certificate2 Own => own;

    /// <summary>What remoting needs of them.</summary>
    internal Setup[] Setups =>
    [
        refusals,
        new DotNettySslSetup(own, suppressValidation: false, requireMutualAuthentication: true, (certificate, chain, _, _, log) =>
        {
            var reason = certificate is null ? "it shows no certificate" : Problem(certificate, chain);
            if (reason is not null && refusals.Add(certificate?.Subject ?? "", reason))
            {
                log.Warning("A node is refused by its certificate {0}: {1}.", certificate?.Subject ?? "", reason);
            }

            return reason is null;
        }),
    ];

    /// <summary>Reads the files.</summary>
    /// <exception cref="FlyteClusterException">One is missing or holds something else, or the certificate is not the authority's.</exception>
    internal static NodeCertificates Load(FlyteTls tls)
    {
        var trusted = Read(nameof(tls.AuthorityPath), tls.AuthorityPath, () =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(tls.AuthorityPath);
            return found.Count > 0 ? found : throw new CryptographicException("it holds no certificate in PEM");
        });
        var (leaf, others) = Read(nameof(tls.CertificatePath), tls.CertificatePath, () => IsPkcs12(tls.CertificatePath) ? ReadPkcs12(tls) : ReadPem(tls));
        if (!leaf.HasPrivateKey)
        {
            throw new FlyteClusterException($"Tls: '{tls.CertificatePath}' has no private key: name the file that has it as KeyPath.");
        }

        var certificates = new NodeCertificates(leaf, others, trusted, tls);
        return certificates.Problem(leaf, chain: null) is { } problem
            ? throw new FlyteClusterException(
                $"Tls: no node would accept the certificate '{tls.CertificatePath}' ({leaf.Subject}) by the authority '{tls.AuthorityPath}': {problem}.")
            : certificates;
    }

    private static bool IsPkcs12(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12";

    private static (X509Certificate2 Own, X509Certificate2Collection Between) ReadPkcs12(FlyteTls tls)
    {
        if (tls.KeyPath is not null)
        {
            throw new ArgumentException($"it has its key in it, and KeyPath names '{tls.KeyPath}' beside it: leave that out");
        }

        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(tls.CertificatePath, tls.Password);
        var leaf = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("it holds no certificate with a private key");
        all.Remove(leaf);
        return (leaf, all);
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Between) ReadPem(FlyteTls tls)
    {
        using var read = tls.Password is null
            ? X509Certificate2.CreateFromPemFile(tls.CertificatePath, tls.KeyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(tls.CertificatePath, tls.Password, tls.KeyPath);
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(tls.CertificatePath);
        others.RemoveAt(0);

        // Not every platform uses the key of a certificate that was put together in memory.
        return (X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null), others);
    }

    private static T Read<T>(string option, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FlyteClusterException($"Tls: {option} '{path}' cannot be used: {e.Message.TrimEnd('.')}.", e);
        }
    }

    // Names are not compared, and lists of revoked certificates not asked for: the authority issues for the cluster alone.
    private string? Problem(X509Certificate certificate, X509Chain? chain)
    {
        using var check = new X509Chain();
        check.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        check.ChainPolicy.CustomTrustStore.AddRange(authorities);
        check.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        check.ChainPolicy.ExtraStore.AddRange(between);
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            check.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = new X509Certificate2(certificate);
        return check.Build(leaf) ? null : string.Join(", ", check.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')));
    }
}
