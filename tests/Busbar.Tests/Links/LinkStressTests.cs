using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Tests.Links;

public sealed class LinkStressTests
{
    private const int Callers = 64;
    private const int CallsOfEach = 2_000;

    [Fact]
    public async Task SixtyFourCallers_OnOneReceivingLink_LoseReorderAndAllocateNothing()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var sender = new WindowSender(window: 12, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        var receiver = new WindowReceiver(Callers);
        await using var link = new Link<WindowSender>(near, sender);
        await using var peer = new Link<WindowReceiver>(far, receiver);
        link.Start();
        peer.Start();
        uint[] counts = new uint[Callers];
        WindowOperation[] operations = [.. Enumerable.Range(0, Callers).Select(_ => new WindowOperation())];

        long least = long.MaxValue;
        for (int round = 0; round < 6; round++)
        {
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var ready = new CountdownEvent(Callers);
            Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                ready.Signal();
                await start.Task;
                for (int i = 0; i < CallsOfEach; i++)
                    await Send(link, operations[caller], (uint)caller, counts[caller]++);
            }))];
            await Task.Run(ready.Wait);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            start.SetResult();
            await Task.WhenAll(callers);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Null(receiver.Wrong);
        Assert.Equal((uint)(6 * Callers * CallsOfEach), receiver.Received);
        Assert.Equal(12, sender.MostOutstanding);
        using (LinkScope<WindowSender> scope = link.Enter())
            Assert.Equal(receiver.Events, scope.Session.Events); // each came in the same flush as an acknowledgement, or before it
        // The tasks themselves allocate: a state machine each and what awaiting start takes. Less than a tenth of a byte a call.
        Assert.True(least < Callers * CallsOfEach / 10, $"{least} bytes were allocated in {Callers * CallsOfEach} calls");
    }

    private static ValueTask Send(Link<WindowSender> link, WindowOperation operation, uint caller, uint count)
    {
        operation.Value = (caller << 24) | count;
        ValueTask sent = operation.Begin();
        using LinkScope<WindowSender> scope = link.Enter();
        scope.Session.Send(operation, scope.Now, scope.Output);
        return sent;
    }
}
