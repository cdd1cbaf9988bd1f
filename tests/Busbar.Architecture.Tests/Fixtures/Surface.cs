using System.Diagnostics.CodeAnalysis;

// One of each kind of declaration: what the printer of the public surface has to write.
namespace Busbar.Architecture.Tests.Fixtures.Surface;

public abstract class Animal
{
    private string? _heard;

    protected Animal(string name) => Name = name;

    public event Action<string?>? Heard;

    public string? Name { get; protected set; }

    public abstract int Legs { get; }

    public virtual void Walk(int steps = 1, string? to = null, Mood mood = Mood.Calm | Mood.Loud) => Heard?.Invoke(_heard = to);

    public override string ToString() => _heard ?? "";

    private protected static void NotOfTheSurface()
    {
    }

    internal static void NorThis()
    {
    }
}

public delegate void Handler<T>(in T item)
    where T : allows ref struct;

public interface IShelf<out TItem, in TKey>
    where TItem : class
    where TKey : notnull
{
    TItem this[TKey key] { get; }

    bool TryTake(TKey key, [MaybeNullWhen(false)] out string item) => throw new NotSupportedException();
}

[Flags]
public enum Mood : byte
{
    Calm = 1,
    Loud = 2,
}

public readonly struct Point<T>(T x, T? y) : IEquatable<Point<T>>
    where T : struct
{
    public const double Unit = 0.5;
    public static readonly Point<T> Origin;
    private readonly (T, T?) _place = (x, y);

    public static bool operator ==(Point<T> left, Point<T> right) => left.Equals(right);

    public static bool operator !=(Point<T> left, Point<T> right) => !left.Equals(right);

    public bool Equals(Point<T> other) => _place.Equals(other._place);

    public override bool Equals(object? obj) => obj is Point<T> other && Equals(other);

    public override int GetHashCode() => _place.GetHashCode();
}

public sealed class Shelf : Animal, IAsyncDisposable
{
    private long _last;

    public Shelf()
        : base("shelf")
    {
    }

    public override int Legs => 4;

    public Dictionary<string, List<string?>>? Find(ReadOnlySpan<byte> octets, params string?[] names) => octets.Length > names.Length ? [] : null;

    public T? First<T>(int?[] numbers)
        where T : class =>
        numbers.Length > 0 ? null : throw new ArgumentException("none", nameof(numbers));

    public ref readonly long Last(ref int count, in long limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        count++;
        _last = limit;
        return ref _last;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public static class ShelfExtensions
{
    public static (int Legs, string? Unit) Measure(this Shelf shelf, char unit = 'm') => (shelf.Legs, unit.ToString());
}

public sealed record Weight(double Kilograms)
{
    public required string Scale { get; set; }
}

internal sealed class Hidden;

public sealed class Box<T>
{
    public delegate void Opened(T? item);

    public T Keep(in T item, T? other, KeyValuePair<string?, T>[]? pairs) => pairs is null || other is null ? item : pairs[0].Value;
}
