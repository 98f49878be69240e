using System.Collections;

namespace Flyte.Actors.Runs;

/// <summary>The deaths of processes that count as attempts at an item, each once however often it is reported.</summary>
internal readonly struct CountedDeaths : IEnumerable<Guid>, IEquatable<CountedDeaths>
{
    private readonly Guid[]? all;

    private CountedDeaths(Guid[] all) => this.all = all;

    private Guid[] All => all ?? [];

    internal static CountedDeaths Of(IEnumerable<Guid> deaths) => new([.. deaths.Distinct()]);

    internal bool Contains(Guid death) => All.Contains(death);

    internal CountedDeaths With(CountedDeaths more) => more.All.Length == 0 ? this : Of(All.Concat(more.All));

    public bool Equals(CountedDeaths other) => All.AsSpan().SequenceEqual(other.All);

    public override bool Equals(object? obj) => obj is CountedDeaths other && Equals(other);

    public override int GetHashCode() => All.Length == 0 ? 0 : HashCode.Combine(All.Length, All[0]);

    public IEnumerator<Guid> GetEnumerator() => ((IEnumerable<Guid>)All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => All.GetEnumerator();
}
