namespace Busbar.Architecture.Tests.PublicSurface;

public sealed class PublicApiTests
{
    private const string Accept = "BUSBAR_ACCEPT_PUBLIC_API";

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicSurface_IsWhatWasAccepted(string package)
    {
        string project = Repository.Projects.Single(path => string.Equals(Path.GetFileNameWithoutExtension(path), package, StringComparison.Ordinal));
        string file = Path.Combine(Path.GetDirectoryName(project)!, "PublicApi.txt");
        string actual = ApiReader.Read(Repository.Load(package));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(file, actual);

        IReadOnlyList<string> difference = ApiDifference.Between(File.Exists(file) ? File.ReadAllText(file) : "", actual);
        if (difference.Count > 0)
        {
            Assert.Fail($"""
                The public surface of {package} differs from {Repository.Relative(file)}:
                {string.Join('\n', difference)}
                If that is meant, accept it and commit the file: {Accept}=1 dotnet test tests/Busbar.Architecture.Tests
                """);
        }
    }

    [Fact]
    public void Surface_IsWrittenAsCSharpDeclaresIt()
    {
        const string expected = """
            namespace Busbar.Architecture.Tests.Fixtures.Surface

            public abstract class Animal
                protected Animal(string name)
                public abstract int Legs { get; }
                public string? Name { get; protected set; }
                public event Action<string?>? Heard
                public override string ToString()
                public virtual void Walk(int steps = 1, string? to = null, Mood mood = Mood.Calm | Mood.Loud)

            public sealed class Box<T>
                public Box()
                public T Keep(in T item, T? other, KeyValuePair<string?, T>[]? pairs)

            public delegate void Box<T>.Opened(T? item)

            public delegate void Handler<T>(in T item) where T : allows ref struct

            public interface IShelf<out TItem, in TKey> where TItem : class where TKey : notnull
                public TItem this[TKey key] { get; }
                public virtual bool TryTake(TKey key, [MaybeNullWhen(false)] out string item)

            [Flags] public enum Mood : byte
                Calm = 1
                Loud = 2

            public readonly struct Point<T> : IEquatable<Point<T>> where T : struct
                public static readonly Point<T> Origin
                public const double Unit = 0.5
                public Point(T x, T? y)
                public bool Equals(Point<T> other)
                public override bool Equals(object? obj)
                public override int GetHashCode()
                public static bool operator ==(Point<T> left, Point<T> right)
                public static bool operator !=(Point<T> left, Point<T> right)

            public sealed class Shelf : Animal, IAsyncDisposable
                public Shelf()
                public override int Legs { get; }
                public ValueTask DisposeAsync()
                public Dictionary<string, List<string?>>? Find(ReadOnlySpan<byte> octets, params string?[] names)
                public T? First<T>(int?[] numbers) where T : class
                public ref readonly long Last(ref int count, in long limit, CancellationToken cancellationToken = default)

            public static class ShelfExtensions
                public static (int, string?) Measure(this Shelf shelf, char unit = 'm')

            public sealed record Weight
                public Weight(double Kilograms)
                public double Kilograms { get; init; }
                public required string Scale { get; set; }

            """;

        string actual = ApiReader.Read(typeof(PublicApiTests).Assembly.GetTypes().Where(type => type.Namespace == "Busbar.Architecture.Tests.Fixtures.Surface"));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Difference_NamesWhatCameAndWhatWent()
    {
        IReadOnlyList<string> difference = ApiDifference.Between(
            "namespace A\n\npublic sealed class B\n    public int Kept()\n    public int Gone(int x)\n",
            "namespace A\n\npublic sealed class B\n    public int Kept()\n    public int Gone(long x)\n\npublic sealed class C\n");

        Assert.Equal(
            ["A: public sealed class B", "- public int Gone(int x)", "+ public int Gone(long x)", "A: public sealed class C", "+ public sealed class C"],
            difference);
    }

    [Fact]
    public void SameMember_OfAnotherType_IsADifference() =>
        Assert.Equal(["A: class B", "- int X()", "A: class C", "+ int X()"], ApiDifference.Between("namespace A\nclass B\n    int X()\nclass C\n", "namespace A\nclass B\nclass C\n    int X()\n"));

    [Fact]
    public void LineEndings_AreNoDifference() => Assert.Empty(ApiDifference.Between("namespace A\r\n\r\nclass B\r\n", "namespace A\n\nclass B\n"));
}
