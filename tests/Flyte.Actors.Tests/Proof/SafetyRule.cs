namespace Flyte.Actors.Tests.Proof;

/// <summary>What must hold of every run.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Check">What of a history breaks it; null when nothing does.</param>
internal sealed record SafetyRule(string Name, string Statement, Func<History, string?> Check);
