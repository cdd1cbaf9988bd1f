namespace Busbar.Messaging.Tests;

public sealed class TopicLockTests
{
    [Fact(Timeout = 60_000)]
    public async Task ManyThreads_AreInOneAtATime_AndAllGetIn()
    {
        const int threads = 6;
        const int turns = 30_000;
        var gate = new TopicLock();
        int inside = 0;
        int together = 0;
        long total = 0;

        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(() =>
        {
            var random = new Random(thread);
            for (int turn = 0; turn < turns; turn++)
            {
                gate.Enter();
                together += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                total++;
                if (random.Next(200) == 0)
                    Thread.SpinWait(20_000); // long enough for the others to go to sleep
                Interlocked.Decrement(ref inside);
                gate.Exit();
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(0, together);
        Assert.Equal(threads * turns, total);
        Assert.False(gate.IsHeldByCurrentThread);
    }

    [Fact(Timeout = 60_000)]
    public async Task ThreadThatSleeps_IsWokenByTheOneThatLeaves()
    {
        var gate = new TopicLock();
        gate.Enter();
        var begun = new TaskCompletionSource();
        var waiter = new Thread(() =>
        {
            begun.SetResult();
            gate.Enter();
            gate.Exit();
        });
        waiter.Start();
        await begun.Task;
        while (!waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            await Task.Yield();

        gate.Exit(); // from whatever thread the test goes on: it belongs to a number

        waiter.Join();
    }

    [Fact(Timeout = 60_000)]
    public void ThreadThatIsInterrupted_LeavesTheLockToOthers()
    {
        var gate = new TopicLock();
        gate.Enter();
        bool isInterrupted = false;
        var waiter = new Thread(() =>
        {
            try
            {
                gate.Enter();
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        });
        waiter.Start();
        while (!waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            Thread.Yield();

        waiter.Interrupt();
        waiter.Join();
        gate.Exit();

        Assert.True(isInterrupted);
        gate.Enter();
        Assert.True(gate.IsHeldByCurrentThread);
        gate.Exit();
    }

    [Fact(Timeout = 60_000)]
    public void PublisherThatIsInterruptedWhileItWaits_PublishesAgainAfterwards()
    {
        using var broker = new Broker();
        Topic topic = broker.GetTopic("e");
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        int delivered = 0;
        broker.Subscribe("e", message =>
        {
            if (Interlocked.Increment(ref delivered) > 1)
                return;
            entered.Set();
            leave.Wait();
        });
        var holder = new Thread(() => topic.Publish("first"u8));
        holder.Start();
        entered.Wait();
        bool isInterrupted = false;
        var publisher = new Thread(() =>
        {
            try
            {
                topic.Publish("second"u8);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
                leave.Set();
                topic.Publish("third"u8);
            }
        });
        publisher.Start();
        while (!publisher.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            Thread.Yield();

        publisher.Interrupt();
        publisher.Join();
        holder.Join();

        Assert.True(isInterrupted);
        Assert.Equal(2, delivered);
    }

    [Fact]
    public void Twice_ByOneThread_IsAnError()
    {
        var gate = new TopicLock();
        gate.Enter();

        Assert.Throws<LockRecursionException>(gate.Enter);
        gate.Exit();
    }
}
