namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class MethodGroupTests
{
    [Fact]
    public Task InstanceMethods_MakeANewDelegateEachTime() => Hot.VerifyAsync("""
        private readonly Action _kept;
        private Action? _lazy;
        public Code() => _kept = Own;
        private void Own() { }
        private static void Shared() { }
        private static void Take(Action action) => action();

        [HotPath]
        public void Run(List<int> list)
        {
            Take({|BUS5009:Own|});
            Action<int> add = {|BUS5009:list.Add|};
            Take({|BUS5009:new Action(Shared)|});
            Take(Shared);
            Take(_kept);
            Take(_lazy ??= Own);
        }
        """);
}
