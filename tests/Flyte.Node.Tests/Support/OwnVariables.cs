namespace Flyte.Node.Tests.Support;

/// <summary>Environment variables that only one test knows, and that go with it.</summary>
internal sealed class OwnVariables : IDisposable
{
    private readonly List<string> names = [];

    internal string Prefix { get; } = $"FLYTE_{Guid.NewGuid():N}__".ToUpperInvariant();

    internal void Set(string name, string value)
    {
        names.Add(Prefix + name);
        Environment.SetEnvironmentVariable(Prefix + name, value);
    }

    public void Dispose() => names.ForEach(name => Environment.SetEnvironmentVariable(name, null));
}
