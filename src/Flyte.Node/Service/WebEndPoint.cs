using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;

namespace Flyte.Node.Service;

/// <summary>Where the web interface listens, checked before anything is started.</summary>
internal static class WebEndPoint
{
    /// <summary>The address.</summary>
    /// <exception cref="UsageException">Others reach it, and no keys are set.</exception>
    internal static IPEndPoint Of(WebSettings settings)
    {
        var endPoint = settings.EndPoint();
        return IPAddress.IsLoopback(endPoint.Address) || settings.Keys.Count > 0
            ? endPoint
            : throw new UsageException(
                $"The web interface would listen on {endPoint}, where others reach it, and there are no keys: everybody could run and remove everything.",
                $"Make a key by '{CommandLine.Program} key NAME' and put what it prints into web:keys; or listen on 127.0.0.1.");
    }

    /// <summary>What the interface shows of itself, of PEM files.</summary>
    /// <param name="settings">Where the files are.</param>
    /// <param name="directory">What relative paths are relative to.</param>
    /// <returns>The certificate with its key, and all certificates beside it, to be sent along; null for plain HTTP.</returns>
    /// <exception cref="UsageException">They cannot be used.</exception>
    internal static (X509Certificate2 Own, X509Certificate2Collection All)? Certificate(WebSettings settings, string directory)
    {
        if (settings.CertificatePath is null)
        {
            return settings.KeyPath is null ? null : throw new UsageException(
                $"web:keyPath is '{settings.KeyPath}', and web:certificatePath is not set: the web interface would not be encrypted.",
                "Set web:certificatePath to the PEM file with the certificate of that key, or leave web:keyPath out.");
        }

        var path = Path.GetFullPath(settings.CertificatePath, directory);
        var keyPath = settings.KeyPath is null ? null : Path.GetFullPath(settings.KeyPath, directory);
        var all = new X509Certificate2Collection();
        Read($"web:certificatePath is '{path}', and no certificate can be read there", () =>
        {
            all.ImportFromPemFile(path);
            return all.Count > 0 ? all : throw new CryptographicException("There is none in the file.");
        });
        var own = Read(
            keyPath is null
                ? $"web:certificatePath is '{path}', where the certificate is but not its key, and web:keyPath is not set"
                : $"web:keyPath is '{keyPath}', where no key of the certificate '{path}' can be read",
            () => X509Certificate2.CreateFromPemFile(path, keyPath));
        return (own, all);
    }

    private static T Read<T>(string problem, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{problem}: {e.Message}", "Set web:certificatePath to a PEM file with the certificate, and web:keyPath, where its key is in another file, to that one; the key has no password.");
        }
    }
}
