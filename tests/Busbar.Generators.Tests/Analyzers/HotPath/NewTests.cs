namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class NewTests
{
    [Fact]
    public Task ObjectsAndArrays_AreReported() => Hot.VerifyAsync("""
        public sealed record Point(int X);

        [HotPath]
        public void Run<T>(Point point, int length) where T : class, new()
        {
            _ = {|BUS5008:new object()|};
            List<int> list = {|BUS5008:new()|};
            _ = {|BUS5008:new int[length]|};
            _ = {|BUS5008:new[] { 1, 2 }|};
            _ = {|BUS5008:new { length }|};
            _ = {|BUS5008:new T()|};
            _ = {|BUS5008:point with { X = 2 }|};
            Span<int> span = {|BUS5008:new int[3]|};
        }
        """);

    [Fact]
    public Task CollectionExpressions_AreReported_WhereTheyAreNoSpan() => Hot.VerifyAsync("""
        [HotPath]
        public void Run(int x, int[] others)
        {
            int[] array = {|BUS5008:[x]|};
            List<int> list = {|BUS5008:[]|};
            IReadOnlyList<int> read = {|BUS5008:[x, x]|};
            ReadOnlySpan<int> spread = {|BUS5008:[x, .. others]|};
            int[] none = [];
            IReadOnlyList<int> nothing = [];
            ReadOnlySpan<int> span = [x, x];
            Span<int> writable = [x, 2];
        }
        """);

    [Fact]
    public Task Values_TheStack_AndDataOfTheProgram_AreQuiet() => Hot.VerifyAsync("""
        [HotPath]
        public void Run<T>(int x) where T : new()
        {
            _ = new DateTime(2026, 1, 1);
            _ = new T();
            Span<byte> stack = stackalloc byte[16];
            ReadOnlySpan<byte> data = new byte[] { 1, 2, 3 };
            ReadOnlySpan<byte> text = "abc"u8;
            (int, int) pair = (x, x);
            byte[] rented = ArrayPool<byte>.Shared.Rent(x);
            ArrayPool<byte>.Shared.Return(rented);
        }
        """);
}
