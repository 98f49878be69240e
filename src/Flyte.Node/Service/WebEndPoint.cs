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

    /// <summary>The certificate of PEM files.</summary>
    /// <exception cref="UsageException">They cannot be used.</exception>
    internal static X509Certificate2 Certificate(string path, string? keyPath)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(path, keyPath);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new UsageException($"The certificate '{path}' of the web interface cannot be used: {e.Message}", "Set web:certificatePath, and web:keyPath where the key is in another file, to PEM files.");
        }
    }
}
