namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class IteratorAndAsyncTests
{
    [Fact]
    public Task Iterator_IsReportedAtItsFirstYield() => Hot.VerifyAsync("""
        [HotPath]
        public IEnumerable<int> Run(bool none)
        {
            if (none)
                {|BUS5006:yield break;|}
            yield return 1;
        }

        [HotPath]
        public void Outer()
        {
            _ = Inner();

            static IEnumerable<int> Inner() { {|BUS5006:yield return 1;|} }
        }
        """);

    [Fact]
    public Task AsyncMethods_NeedAPoolingBuilder() => Hot.VerifyAsync("""
        [HotPath]
        public async ValueTask {|BUS5007:One|}() => await Task.Yield();

        [HotPath]
        public async Task<int> {|BUS5007:Two|}() { await Task.Yield(); return 1; }

        [HotPath]
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        public async ValueTask Pooled() => await Task.Yield();

        [HotPath]
        public ValueTask Forwarded() => Pooled();
        """);

    [Fact]
    public Task AsyncLambdasAndLocalFunctions_AreReportedWhereTheyBegin() => Hot.VerifyAsync("""
        [HotPath]
        public Func<Task> Run()
        {
            _ = Local();
            return static async () {|BUS5007:=>|} await Task.Yield();

            static async Task {|BUS5007:Local|}() => await Task.Yield();
        }
        """);
}
