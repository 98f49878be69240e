namespace Flyte.Node.Runs;

/// <summary>How a run of another node ended, where its items do not show it.</summary>
internal sealed class RunEndedException(string message) : Exception(message);
