namespace Flyte.Actors.Hosting;

/// <summary>A part of a record that makes no difference to its equality.</summary>
internal readonly struct Uncompared<T>(T? value) : IEquatable<Uncompared<T>>
    where T : class
{
    internal T? Value => value;

    public bool Equals(Uncompared<T> other) => true;

    public override bool Equals(object? obj) => obj is Uncompared<T>;

    public override int GetHashCode() => 0;
}
