namespace Flyte.Actors.Runs;

/// <summary>The runtime's settings that a ledger decides by.</summary>
/// <param name="SystemRetries">How often an item is run again whose item actor was lost.</param>
/// <param name="MaxWindow">The most inputs that are held while they wait.</param>
internal sealed record LedgerRules(int SystemRetries, int MaxWindow = 65_536)
{
    /// <summary>The most bytes of inputs that are held for leases which are larger than they were beside the run.</summary>
    internal const long MaxWindowBytes = 48 * 1024 * 1024;
}
