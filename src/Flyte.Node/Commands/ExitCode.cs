namespace Flyte.Node.Commands;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    internal const int Done = 0;

    /// <summary>An item, the run or the reduction failed.</summary>
    internal const int Failed = 1;

    /// <summary>The command line cannot be carried out, or the store cannot be opened; nothing was started.</summary>
    internal const int Usage = 2;

    /// <summary>A node was given up by its cluster, and is to be started again: whoever watches over it does so.</summary>
    internal const int Restart = 75;

    /// <summary>Ctrl-C: what was done before was printed. A recorded run can be gone on with.</summary>
    internal const int Interrupted = 130;
}
