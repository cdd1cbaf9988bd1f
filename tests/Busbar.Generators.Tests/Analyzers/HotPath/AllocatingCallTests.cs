namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class AllocatingCallTests
{
    [Fact]
    public Task CallsOfTheTable_AreReported() => Hot.VerifyAsync("""
        [HotPath]
        public void Run(ReadOnlySpan<byte> span, List<int> list, byte[] octets, Task task, CancellationToken token, IThreadPoolWorkItem item)
        {
            _ = span.{|BUS5010:ToArray|}();
            _ = list.{|BUS5010:ToArray|}();
            _ = list.{|BUS5003:ToList|}();
            _ = octets.{|BUS5010:Clone|}();
            _ = Encoding.UTF8.{|BUS5010:GetString|}(span);
            _ = Encoding.UTF8.{|BUS5010:GetBytes|}("text");
            _ = Encoding.UTF8.GetBytes("text", octets);
            _ = Task.{|BUS5010:Run|}(static () => { });
            _ = task.{|BUS5010:WaitAsync|}(token);
            _ = Task.{|BUS5010:FromResult|}(12345);
            ThreadPool.{|BUS5010:UnsafeQueueUserWorkItem|}(static _ => { }, null);
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
            _ = Task.CompletedTask;
            _ = Task.FromResult(true);
        }
        """);

    [Fact]
    public Task LoopsOverInterfaces_AreReported() => Hot.VerifyAsync("""
        [HotPath]
        public int Run(IReadOnlyList<int> some, List<int> list, int[] array, ReadOnlySpan<int> span, string text, Dictionary<int, int> map)
        {
            int sum = 0;
            foreach (int one in {|BUS5010:some|})
                sum += one;
            foreach (int one in list)
                sum += one;
            foreach (int one in array)
                sum += one;
            foreach (int one in span)
                sum += one;
            foreach (char one in text)
                sum += one;
            foreach ((int key, _) in map)
                sum += key;
            return sum;
        }
        """);

    [Fact]
    public Task MethodsOfTheSameNamesElsewhere_AreNotFollowed() => Hot.VerifyAsync("""
        private byte[] ToArray() => [];
        private Task WaitAsync() => Task.CompletedTask;

        [HotPath]
        public void Run()
        {
            ToArray();
            WaitAsync();
        }
        """);
}
