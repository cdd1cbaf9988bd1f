namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class ParamsTests
{
    [Fact]
    public Task ArraysThatNobodyWrote_AreReported() => Hot.VerifyAsync("""
        private static void Arrays(params int[] all) { }
        private static void Lists(params List<int> all) { }
        private static void Spans(params ReadOnlySpan<int> all) { }

        [HotPath]
        public void Run(int[] kept)
        {
            {|BUS5005:Arrays(1, 2)|};
            {|BUS5005:Lists(1, 2)|};
            Spans(1, 2);
            Arrays();
            Arrays(kept);
        }
        """);

    [Fact]
    public async Task Message_NamesTheParameter() => Assert.Equal(
        "The call of 'Take' makes a int[] for 'all' on each pass; declare it 'params ReadOnlySpan', or take an overload without params",
        await Hot.MessageAsync("private static void Take(params int[] all) { } [HotPath] public void Run() => Take(1);"));
}
