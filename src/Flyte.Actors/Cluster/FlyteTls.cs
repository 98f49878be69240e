using System.Text;

namespace Flyte.Actors;

/// <summary>
/// Encryption between nodes, where each shows the other a certificate of one authority (TLS with mutual authentication). All nodes
/// of a cluster have it, or none; files are read when the node starts. Names in certificates are not compared with addresses: whoever
/// has a certificate of the authority belongs to the cluster, so use one for it alone.
/// </summary>
public sealed record FlyteTls
{
    /// <summary>The node's certificate: a PEM file, which may hold those between it and the authority too, or a PKCS #12 file (<c>.pfx</c>, <c>.p12</c>).</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public required string CertificatePath
    {
        get;
        init => field = Checked(value, nameof(CertificatePath));
    }

    /// <summary>The PEM file with the certificate's private key. Default null: the key is in the certificate's own file.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public string? KeyPath
    {
        get;
        init => field = value is null ? null : Checked(value, nameof(KeyPath));
    }

    /// <summary>What the key, or the PKCS #12 file, is encrypted with. Default null: it is not.</summary>
    public string? Password { get; init; }

    /// <summary>A PEM file with the certificate of the authority, or of several, one of which has issued the certificate of each node.</summary>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public required string AuthorityPath
    {
        get;
        init => field = Checked(value, nameof(AuthorityPath));
    }

    // Everything but the password.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(CertificatePath)} = {CertificatePath}, {nameof(AuthorityPath)} = {AuthorityPath}");
        return true;
    }

    private static string Checked(string path, string name) =>
        string.IsNullOrWhiteSpace(path) ? throw new ArgumentException($"{name} is the path of a file.", name) : path;
}
