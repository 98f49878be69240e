using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Flyte.Actors;

/// <summary>What one item came to: a value or an error.</summary>
/// <typeparam name="T">The task's result.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly struct ItemResult<T> : IEquatable<ItemResult<T>>
{
    private readonly T value;
    private readonly ItemError? error;

    /// <summary>A success.</summary>
    /// <param name="index">The item's position among the inputs, from 0.</param>
    /// <param name="value">What the task returned.</param>
    public ItemResult(int index, T value)
    {
        Index = index;
        this.value = value;
    }

    /// <summary>A failure.</summary>
    /// <param name="index">The item's position among the inputs, from 0.</param>
    /// <param name="error">Why there is no value.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public ItemResult(int index, ItemError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Index = index;
        value = default!;
        this.error = error;
    }

    internal ItemResult(int index, T value, ItemError? error)
    {
        Index = index;
        this.value = value;
        this.error = error;
    }

    /// <summary>The item's position among the inputs, from 0.</summary>
    public int Index { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => error is null;

    /// <summary>Why there is no value, or null.</summary>
    public ItemError? Error => error;

    /// <summary>What the task returned.</summary>
    /// <exception cref="TaskFailedException">The item failed; the exception carries its error.</exception>
    public T Value => error is null ? value : throw new TaskFailedException(error);

    /// <summary>What the task returned, or <paramref name="fallback"/> if it failed.</summary>
    public T ValueOr(T fallback) => error is null ? value : fallback;

    /// <inheritdoc/>
    public bool Equals(ItemResult<T> other) =>
        Index == other.Index && Equals(error, other.error) && EqualityComparer<T>.Default.Equals(value, other.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ItemResult<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, value, error);

    /// <summary>The value, or the error in one line.</summary>
    public override string ToString() => error is null ? $"[{Index}] {value}" : error.ToString();

    /// <summary>Whether both are the same result of the same item.</summary>
    public static bool operator ==(ItemResult<T> left, ItemResult<T> right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(ItemResult<T> left, ItemResult<T> right) => !left.Equals(right);
}
