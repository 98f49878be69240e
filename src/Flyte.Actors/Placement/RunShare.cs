namespace Flyte.Actors.Placement;

/// <summary>What a gate knows of one run.</summary>
internal sealed class RunShare(string key)
{
    internal string Key { get; } = key;

    /// <summary>How many slots the run could use.</summary>
    internal int Wish { get; set; }

    internal long WishVersion { get; set; } = long.MinValue;

    /// <summary>Whether it has no slot elsewhere, so that it must have one here.</summary>
    internal bool NeedsOne { get; set; }

    /// <summary>How many slots the run has on all nodes, as it told with its wish.</summary>
    internal int Has { get; set; }

    /// <summary>Slots that exist.</summary>
    internal int InUse { get; set; }

    /// <summary>In how many of them bodies wait for what they called themselves: as many more the node can run meanwhile.</summary>
    internal int Waiting { get; set; }

    internal int Granted { get; set; }

    /// <summary>What its fair share comes to, once those above theirs have given back.</summary>
    internal int Target { get; set; }

    /// <summary>The capacity that it takes: what was granted may come into use at any time, and what is in use is so until it ends.</summary>
    internal int Held => Math.Max(Granted, InUse);

    /// <summary>What it gets before others get more.</summary>
    internal int Floor => NeedsOne ? Math.Min(Wish, 1) : 0;

    /// <summary>Whether something of it changed since shares were last made.</summary>
    internal bool HasChanged { get; set; }

    /// <summary>Whether its grant is to be told.</summary>
    internal bool IsUntold { get; set; }

    /// <summary>The version of the grant that was told last.</summary>
    internal long Version { get; set; }

    internal bool IsGone => Wish == 0 && InUse == 0 && Granted == 0;
}
