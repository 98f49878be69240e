using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Flyte.Node.Tests.Support;

/// <summary>
/// A certificate for this machine, in PEM files of a test: of an authority below another one, which alone is known to who trusts it.
/// </summary>
internal sealed class WebCertificate : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly TempDirectory directory = new();
    private readonly X509Certificate2 root;

    internal WebCertificate()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        root = Authority("root", rootKey).CreateSelfSigned(Begin, Begin.AddDays(4));
        using var between = Authority("between", betweenKey).Create(root, Begin, Begin.AddDays(3), [1]);
        using var issuer = between.CopyWithPrivateKey(betweenKey);
        using var own = ForThisMachine(key).Create(issuer, Begin, Begin.AddDays(2), [2]);
        Path = directory.Write("node.pem", $"{own.ExportCertificatePem()}\n{between.ExportCertificatePem()}\n");
        KeyPath = directory.Write("node.key", key.ExportPkcs8PrivateKeyPem());
    }

    internal string Path { get; }

    internal string KeyPath { get; }

    /// <summary>A client that trusts this certificate and no other.</summary>
    internal HttpClient Client(string address)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri(address) };
    }

    public void Dispose()
    {
        root.Dispose();
        directory.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request;
    }

    private static CertificateRequest ForThisMachine(ECDsa key)
    {
        var request = new CertificateRequest("CN=flyte", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
