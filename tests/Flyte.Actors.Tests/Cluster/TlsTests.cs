using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Nodes show each other certificates of one authority, and talk to nobody else.</summary>
public sealed class TlsTests : NodeTest, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Authority ours;
    private readonly Authority theirs;

    public TlsTests() => (ours, theirs) = (new Authority(folder, "ours"), new Authority(folder, "theirs"));

    public void Dispose()
    {
        ours.Dispose();
        theirs.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Two_nodes_of_one_authority_meet()
    {
        var first = await StartAsync(Plain with { Tls = ours.Issue("first") });

        var second = await StartAsync(Plain with { SeedNodes = [AddressOf(first)], Tls = ours.IssuePkcs12("second", "s3cret") });

        await Task.WhenAll(SeesAsync(first, 2), SeesAsync(second, 2));
        Assert.Equal("akka.ssl.tcp", Akka.Cluster.Cluster.Get(second.System).SelfAddress.Protocol);
    }

    [Fact]
    public async Task A_plain_node_does_not_get_in()
    {
        var first = await StartAsync(Plain with { Tls = ours.Issue("first") });

        var line = await WarningAsync(Plain with { SeedNodes = [AddressOf(first)] });

        Assert.Contains($"{AddressOf(first)} has Tls and this node has none: set Tls here too", line, StringComparison.Ordinal);
        await SeesAsync(first, 1);
    }

    [Fact]
    public async Task A_node_with_TLS_does_not_get_into_a_plain_cluster()
    {
        var first = await StartAsync(Plain);

        var line = await WarningAsync(Plain with { SeedNodes = [AddressOf(first)], Tls = ours.Issue("second") });

        Assert.Contains($"{AddressOf(first)} has no Tls and this node has: set it for all nodes, or for none", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        var first = await StartAsync(Plain with { Tls = ours.Issue("first") });
        var refusal = SaysAsync<Akka.Event.Warning>(first, "A node is refused by its certificate CN=stranger");

        // It would take the cluster for its own, if only the cluster took it.
        var stranger = theirs.Issue("stranger") with { AuthorityPath = Both() };
        var line = await WarningAsync(Plain with { SeedNodes = [AddressOf(first)], Tls = stranger });

        Assert.Contains($"refuses the certificate of this node, CertificatePath '{stranger.CertificatePath}' (CN=stranger): give all nodes certificates of one authority", line, StringComparison.Ordinal);
        await refusal;
        await SeesAsync(first, 1);
    }

    [Fact]
    public async Task A_cluster_of_another_authority_is_refused()
    {
        var first = await StartAsync(Plain with { Tls = theirs.Issue("first") });
        var own = ours.Issue("second");

        var error = await Assert.ThrowsAsync<FlyteClusterException>(() => StartAsync(Plain with { SeedNodes = [AddressOf(first)], Tls = own }));

        Assert.StartsWith($"This node cannot join the cluster: another node shows a certificate that is not of the authority in AuthorityPath '{own.AuthorityPath}' (CN=first: ", error.Message, StringComparison.Ordinal);
        await SeesAsync(first, 1);
    }

    [Fact]
    public async Task Where_the_certificates_fit_it_is_the_name_that_does_not()
    {
        var first = await StartAsync(Plain with { Tls = ours.Issue("first") });

        var line = await WarningAsync(Plain with { Name = "other", SeedNodes = [AddressOf(first)], Tls = ours.Issue("second") });

        Assert.Contains("it is no node of a cluster 'other', or its Hostname is another one. Correct Name or Hostname", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_at_the_start()
    {
        var good = ours.Issue("node");

        await RefusedAsync(good with { CertificatePath = folder.File("missing.pem") }, "CertificatePath '");
        await RefusedAsync(good with { AuthorityPath = good.KeyPath! }, "AuthorityPath '");
        await RefusedAsync(good with { KeyPath = theirs.Issue("other").KeyPath }, "CertificatePath '");
        await RefusedAsync(good with { AuthorityPath = theirs.Path }, "no node would accept the certificate");
        await RefusedAsync(ours.Issue("late", days: 0), "no node would accept the certificate");
        await RefusedAsync(ours.IssuePkcs12("packed", "s3cret") with { Password = "wrong" }, "CertificatePath '");
    }

    private string Both()
    {
        var path = folder.File("both.pem");
        File.WriteAllText(path, File.ReadAllText(ours.Path) + "\n" + File.ReadAllText(theirs.Path));
        return path;
    }

    private async Task RefusedAsync(FlyteTls tls, string part)
    {
        var error = await Assert.ThrowsAsync<FlyteClusterException>(() => StartAsync(Plain with { Tls = tls }));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
