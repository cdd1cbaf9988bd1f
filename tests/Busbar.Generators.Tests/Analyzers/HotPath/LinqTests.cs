namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class LinqTests
{
    [Fact]
    public Task MethodsAndQueries_AreReported() => Hot.VerifyAsync("""
        [HotPath]
        public int Run(int[] items)
        {
            var query = from x in items {|BUS5003:where x > 1|} {|BUS5003:select x + 1|};
            return items.{|BUS5003:Where|}(static x => x > 0).{|BUS5003:Count|}() + query.{|BUS5003:Sum|}() + Enumerable.{|BUS5003:Max|}(items);
        }
        """);

    [Fact]
    public Task MethodsOfTheSameNames_AreNot() => Hot.VerifyAsync("""
        [HotPath]
        public bool Run(List<int> items, ReadOnlySpan<int> span) =>
            items.Contains(1) && span.Contains(1) && items.Count > 0 && items.TryGetNonEnumeratedCount(out _);
        """);
}
