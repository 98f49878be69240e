using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Flyte.Actors.Tests.Support;

/// <summary>An authority that issues certificates for nodes, into a folder of the test.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly TempFolder folder;
    private readonly string name;
    private readonly X509Certificate2 certificate;
    private byte serial;

    internal Authority(TempFolder folder, string name)
    {
        (this.folder, this.name) = (folder, name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        certificate = request.CreateSelfSigned(Begin, Begin.AddYears(1));
        File.WriteAllText(Path, certificate.ExportCertificatePem());
    }

    internal string Path => folder.File($"{name}.pem");

    /// <summary>A certificate and its key, in two PEM files.</summary>
    internal FlyteTls Issue(string node, int days = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Sign(node, key, days);
        var (path, keyPath) = (folder.File($"{name}-{node}.pem"), folder.File($"{name}-{node}.key"));
        File.WriteAllText(path, issued.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return new FlyteTls { CertificatePath = path, KeyPath = keyPath, AuthorityPath = Path };
    }

    /// <summary>The same in one PKCS #12 file.</summary>
    internal FlyteTls IssuePkcs12(string node, string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Sign(node, key, 30);
        using var whole = issued.CopyWithPrivateKey(key);
        var path = folder.File($"{name}-{node}.pfx");
        File.WriteAllBytes(path, whole.Export(X509ContentType.Pkcs12, password));
        return new FlyteTls { CertificatePath = path, Password = password, AuthorityPath = Path };
    }

    public void Dispose() => certificate.Dispose();

    private X509Certificate2 Sign(string node, ECDsa key, int days) =>
        new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256).Create(certificate, Begin, Begin.AddDays(days), [1, ++serial]);
}
