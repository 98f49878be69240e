using System.Globalization;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.DistributedData;
using Flyte.Actors.Protocol;
using Flyte.Actors.Wire;

namespace Flyte.Actors.Cluster;

/// <summary>What Akka is configured with on a node.</summary>
internal static class ClusterConfig
{
    /// <summary>Where sharding has the settings of the runs: a service's own sharding is its own.</summary>
    internal const string Sharding = "flyte.cluster.sharding";

    /// <summary>
    /// How long after a home was given up its runs go on elsewhere. One that was only parted cancels their bodies when it ends, by its
    /// own clock: it may notice the loss three seconds later (by the phase of heartbeats and by how regular they were), decides within
    /// one, and ends at once.
    /// </summary>
    internal static readonly TimeSpan TakeOverMargin = TimeSpan.FromSeconds(5);

    /// <summary>How long a run may take to leave its node.</summary>
    internal static readonly TimeSpan HandOff = TimeSpan.FromSeconds(20);

    // What a phase does beside waiting for the items that still run: last writes, answers, the hand-over of shards.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(10);

    /// <summary>Everything that a system needs that configures no remoting and no cluster itself; otherwise what it is to fall back to.</summary>
    internal static Config Of(FlyteCluster cluster) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        akka.actor.provider = cluster
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.remote.dot-netty.tcp {
          hostname = "{{cluster.BindHostname ?? cluster.Hostname}}"
          public-hostname = "{{cluster.Hostname}}"
          port = {{cluster.Port}}
          maximum-frame-size = {{WireLimits.MaxFrameBytes}}b
          send-buffer-size = {{2 * WireLimits.MaxFrameBytes}}b
          receive-buffer-size = {{2 * WireLimits.MaxFrameBytes}}b
          enable-ssl = {{(cluster.Tls is null ? "off" : "on")}}
        }
        akka.cluster {
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver {
            active-strategy = keep-majority
            stable-after = {{Milliseconds(cluster.StableAfter)}}
            keep-majority.role = "{{ClusterNames.NodeRole}}"
          }
          run-coordinated-shutdown-when-down = on
          down-removal-margin = {{Milliseconds(TakeOverMargin)}}
          gossip-interval = 300ms
          leader-actions-interval = 300ms
          unreachable-nodes-reaper-interval = 300ms
          sharding.distributed-data.durable.keys = []
        }
        akka.coordinated-shutdown {
          exit-clr = off
          phases {
            before-service-unbind.timeout = {{Milliseconds(cluster.DrainGrace + Afterwards)}}
            cluster-sharding-shutdown-region.timeout = {{Milliseconds(cluster.DrainGrace + Afterwards)}}
          }
        }
        {{Sharding}} {
          role = {{ClusterNames.RunsRole}}
          state-store-mode = ddata
          remember-entities = off
          passivate-idle-entity-after = off
          handoff-timeout = {{Milliseconds(HandOff)}}
          retry-interval = 1s
          number-of-shards = {{cluster.Shards}}
        }
        {{RefusingSerializer.Config}}
        {{FactsSerializer.Config}}
        {{WireSerializer.Config}}
        """))
        // Others tell a node of the shards as soon as it joins: before it has begun to use them itself, which would bring these.
        .WithFallback(ClusterSharding.DefaultConfig())
        .WithFallback(DistributedData.DefaultConfig());

    /// <summary>The roles of a node beside those that its system has already: a list of roles is one value, which falls back to none.</summary>
    internal static Config Roles(FlyteCluster cluster, Config? system = null)
    {
        IList<string> own = system?.HasPath("akka.cluster.roles") is true ? system.GetStringList("akka.cluster.roles") : [];
        var all = own.Union(ClusterNames.Of(cluster.Roles), StringComparer.Ordinal).Select(role => $"\"{role}\"");
        return ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", all)}]");
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
