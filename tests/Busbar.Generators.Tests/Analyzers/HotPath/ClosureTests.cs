namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class ClosureTests
{
    [Fact]
    public Task Lambda_ThatCaptures_IsReportedAtItsArrow() => Hot.VerifyAsync("""
        private int _field;
        private static void Take(Func<int, int> f) => f(1);

        [HotPath]
        public void Run(int parameter)
        {
            int local = 1;
            Take(x {|BUS5001:=>|} x + local);
            Take(x {|BUS5001:=>|} x + parameter);
            Take(x {|BUS5001:=>|} x + _field);
            Take({|BUS5001:delegate|} (int x) { return x + local; });
        }
        """);

    [Fact]
    public Task Lambda_ThatTakesNothingAlong_IsKeptByTheCompiler() => Hot.VerifyAsync("""
        private const int Most = 3;
        private static int s_field;
        private static void Take(Func<int, int> f) => f(1);

        [HotPath]
        public void Run()
        {
            const int local = 1;
            Take(x => x + 1);
            Take(static x => x + Most + local + s_field);
            Take(x => { int own = x; Func<int, int> inner = static y => y; return inner(own); });
        }
        """);

    [Fact]
    public Task LocalFunction_IsReportedWhereItBecomesADelegate_NotWhereItIsCalled() => Hot.VerifyAsync("""
        private static void Take(Func<int, int> f) => f(1);

        [HotPath]
        public int Run(int parameter)
        {
            Take({|BUS5001:Add|});
            Take(One);
            return Add(2);

            int Add(int x) => x + parameter;
            static int One(int x) => x + 1;
        }
        """);

    [Fact]
    public Task Lambda_ThatCallsALocalFunctionThatCaptures_CapturesTheSame() => Hot.VerifyAsync("""
        [HotPath]
        public Func<int> Run(int parameter)
        {
            return () {|BUS5001:=>|} Add();

            int Add() => parameter + 1;
        }
        """);

    [Fact]
    public async Task Message_NamesWhatIsCaptured() => Assert.Equal(
        "The lambda captures 'limit', which allocates on each pass; hand over as an argument or a field what it needs, and write 'static'",
        await Hot.MessageAsync("[HotPath] public Func<int> Run(int limit) => () => limit;"));
}
