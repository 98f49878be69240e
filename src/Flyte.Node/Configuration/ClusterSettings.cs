using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>The settings of a node: every option of <see cref="FlyteCluster"/> by its camel-case name, below <c>cluster</c>.</summary>
internal sealed class ClusterSettings(NodeConsole console)
{
    internal const string Group = "cluster";
    internal const string TlsGroup = "cluster:tls";

    private readonly FlyteCluster node = new();
    private FlyteTls? tls;
    private string tlsSource = "";

    internal static IEnumerable<SettingOption> Options { get; } =
    [
        .. SettingOption.Of(Group, typeof(FlyteCluster), new FlyteCluster()).Where(option => option.Name != nameof(FlyteCluster.Tls)),
        .. SettingOption.Of(TlsGroup, typeof(FlyteTls), defaults: null),
    ];

    /// <summary>Whether it is set how other nodes reach this one.</summary>
    internal bool IsHostnameSet { get; private set; }

    /// <summary>Whether anything of it is set, so that this is to be a node of a cluster.</summary>
    internal bool IsSet { get; private set; }

    /// <summary>Sets an option; null leaves it as it is by default, which may depend on the machine.</summary>
    /// <exception cref="UsageException">The value is no value of it.</exception>
    internal void Apply(Setting setting, SettingOption option)
    {
        if (setting.Value is null)
        {
            return;
        }

        IsSet = true;
        var isTls = option.Target == typeof(FlyteTls);
        tlsSource = isTls ? setting.Source : tlsSource;
        option.Apply(setting, isTls ? tls ??= Activator.CreateInstance<FlyteTls>() : node, console);
        IsHostnameSet |= option.Name == nameof(FlyteCluster.Hostname);
    }

    /// <summary>The node as it is set.</summary>
    /// <exception cref="UsageException">Something is missing.</exception>
    internal FlyteCluster Read()
    {
        if (tls is null)
        {
            return node;
        }

        if (tls.CertificatePath is null || tls.AuthorityPath is null)
        {
            var missing = tls.CertificatePath is null ? "certificatePath" : "authorityPath";
            throw new UsageException($"{tlsSource} sets {TlsGroup} without {missing}.", $"Set {TlsGroup}:{missing} to the path of a PEM file, or nothing of {TlsGroup}.");
        }

        return node with
        {
            Tls = new FlyteTls
            {
                CertificatePath = Full(tls.CertificatePath),
                KeyPath = tls.KeyPath is null ? null : Full(tls.KeyPath),
                Password = tls.Password,
                AuthorityPath = Full(tls.AuthorityPath),
            },
        };
    }

    private string Full(string path) => Path.GetFullPath(path, console.Directory);
}
