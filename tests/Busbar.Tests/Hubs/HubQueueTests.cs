using Busbar.Testing;

namespace Busbar.Tests.Hubs;

public sealed class HubQueueTests
{
    [Fact]
    public void Full_DropOldest_KeepsTheNewestAndCounts()
    {
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue(capacity: 3);

        hub.Write([1, 2, 3, 4, 5]);

        Assert.Equal([3, 4, 5], Drain(queue));
        Assert.Equal(2, queue.Dropped);
    }

    [Fact]
    public void Full_DropNewest_KeepsTheOldestAndCounts()
    {
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue(capacity: 3, Overflow.DropNewest);

        hub.Write([1, 2, 3, 4, 5]);

        Assert.Equal([1, 2, 3], Drain(queue));
        Assert.Equal(2, queue.Dropped);
    }

    [Theory]
    [InlineData(Overflow.DropOldest, false)]
    [InlineData(Overflow.DropNewest, false)]
    [InlineData(Overflow.DropOldest, true)]
    [InlineData(Overflow.DropNewest, true)]
    public void SinglesAndBatches_OfAnyLength_LeaveWhatAListWould(Overflow overflow, bool singleWriter)
    {
        const int capacity = 5; // the ring has eight places
        var hub = new Hub<string>(); // references: what was read is cleared behind the reader
        using HubQueue<string> queue = hub.SubscribeQueue(capacity, overflow, singleWriter);
        var random = new Random(1);
        var expected = new List<string>();
        long dropped = 0;
        var batch = new string[16];

        for (int turn = 0; turn < 5_000; turn++)
        {
            string[] items = [.. Enumerable.Range(0, random.Next(0, 14)).Select(item => $"{turn}.{item}")];
            if (items.Length == 1)
                hub.Publish(items[0]);
            else
                hub.Write(items);
            expected.AddRange(items);
            int surplus = Math.Max(0, expected.Count - capacity);
            expected.RemoveRange(overflow == Overflow.DropOldest ? 0 : expected.Count - surplus, surplus);
            dropped += surplus;
            Assert.Equal(expected.Count, queue.Count);
            Assert.Equal(dropped, queue.Dropped);

            int count = queue.Read(batch.AsSpan(0, random.Next(0, 7)));
            Assert.Equal(expected[..count], batch[..count]);
            expected.RemoveRange(0, count);
        }
    }

    [Fact]
    public async Task Waiting_IsEndedByABatch()
    {
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue();
        ValueTask<bool> waiting = queue.WaitToReadAsync();

        hub.Write([]);
        Assert.False(waiting.IsCompleted);
        hub.Write([1, 2]);

        Assert.True(await waiting);
        Assert.Equal([1, 2], Drain(queue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAll_GivesEverythingInOrder_AndEndsWithTheQueue(bool singleWriter)
    {
        var hub = new Hub<int>();
        HubQueue<int> queue = hub.SubscribeQueue(capacity: 1 << 17, singleWriter: singleWriter);
        Task<List<int>> reading = Task.Run(async () =>
        {
            var seen = new List<int>();
            await foreach (int item in queue.ReadAllAsync())
                seen.Add(item);
            return seen;
        });

        for (int i = 0; i < 100_000; i++)
            hub.Publish(i);
        queue.Dispose();

        Assert.Equal(Enumerable.Range(0, 100_000), await reading);
        Assert.Equal(0, queue.Dropped);
    }

    [Fact]
    public async Task ReadAll_Cancelled_EndsWithTheCallersToken()
    {
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue();
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<int> reading = queue.ReadAllAsync(cancel.Token).GetAsyncEnumerator();
        ValueTask<bool> next = reading.MoveNextAsync();

        await cancel.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task ReadAll_CancelledWhileAnItemIsHandled_EndsThereafter()
    {
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue();
        using var cancel = new CancellationTokenSource();
        hub.Publish(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in queue.ReadAllAsync(cancel.Token))
                await cancel.CancelAsync(); // nobody waits now whom it could wake
        });
    }

    [Fact(Timeout = 60_000)]
    public async Task ReadAll_LeftEarly_LeavesTheRestInTheQueue_ForTheNextOne()
    {
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue();
        hub.Write([1, 2, 3]);

        await foreach (int item in queue.ReadAllAsync())
            break;
        await foreach (int item in queue.ReadAllAsync())
        {
            Assert.Equal(2, item);
            break;
        }

        Assert.Equal([3], Drain(queue));
    }

    [Fact]
    public async Task ManyPublishers_EachInItsOwnOrder()
    {
        const int publishers = 4;
        const int each = 20_000;
        var hub = new Hub<(int Publisher, int Count)>();
        using HubQueue<(int Publisher, int Count)> queue = hub.SubscribeQueue(capacity: publishers * each);

        await Task.WhenAll(Enumerable.Range(0, publishers).Select(publisher => Task.Run(() =>
        {
            for (int i = 0; i < each; i++)
                hub.Publish((publisher, i));
        })));

        int[] next = new int[publishers];
        foreach ((int publisher, int count) in Drain(queue))
            Assert.Equal(next[publisher]++, count);
        Assert.All(next, count => Assert.Equal(each, count));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Overflow.DropOldest)]
    [InlineData(Overflow.DropNewest)]
    public async Task SingleWriter_FasterThanTheReader_LosesOnlyWhatIsCounted(Overflow overflow)
    {
        const int items = 1_000_000;
        var registry = new SeriesRegistry();
        Series[] series = [.. Enumerable.Range(0, 7).Select(number => registry.Group("feeder").Field($"f{number}"))];
        var hub = new Hub<Sample>();
        HubQueue<Sample> queue = hub.SubscribeQueue(capacity: 16, overflow, singleWriter: true);
        Task<long> reading = Task.Run(async () =>
        {
            var batch = new Sample[5];
            long last = -1;
            long read = 0;
            while (await queue.WaitToReadAsync())
            {
                int count = queue.Read(batch);
                read += count;
                foreach (Sample sample in batch.AsSpan(0, count))
                {
                    long number = sample.AsInt64();
                    Assert.True(number > last, "in order");
                    Assert.Same(series[number % series.Length], sample.Series); // one sample, not the halves of two
                    Assert.Equal(number, sample.SourceTimeNanoseconds / 100);
                    last = number;
                }
            }

            return read;
        });

        for (long i = 0; i < items; i++)
            hub.Publish(new Sample(series[i % series.Length], i, DateTimeOffset.UnixEpoch.AddTicks(i)));
        queue.Dispose();

        Assert.Equal(items, await reading + queue.Dropped);
    }

    [Fact(Timeout = 60_000)]
    public async Task SingleWriter_AndAReaderThatWaitsEachTime_MissNoWakeUp()
    {
        const int items = 50_000;
        var hub = new Hub<int>();
        using HubQueue<int> queue = hub.SubscribeQueue(capacity: 4, singleWriter: true);
        var back = new Hub<int>();
        using HubQueue<int> echo = back.SubscribeQueue(capacity: 4, singleWriter: true);
        Task echoing = Task.Run(async () =>
        {
            var one = new int[1];
            for (int i = 0; i < items; i++)
            {
                await queue.WaitToReadAsync();
                queue.Read(one);
                back.Publish(one[0]);
            }
        });

        var item = new int[1];
        for (int i = 0; i < items; i++)
        {
            hub.Publish(i);
            await echo.WaitToReadAsync();
            Assert.Equal(1, echo.Read(item));
            Assert.Equal(i, item[0]);
        }

        await echoing;
    }

    [Fact(Timeout = 60_000)]
    public async Task TwoWriters_WhereOneWasPromised_AreSaidSooner_OrLater()
    {
        var queue = new HubQueue<int>(4, Overflow.DropOldest, singleWriter: true);
        using var found = new CancellationTokenSource();

        Exception[] thrown = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Record.Exception(() =>
        {
            while (!found.IsCancellationRequested)
                queue.Enqueue(1);
        }) is { } exception ? Stop(exception) : null!)));

        Assert.Contains(thrown, exception => exception is InvalidOperationException);

        Exception Stop(Exception exception)
        {
            found.Cancel();
            return exception;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WaitingAndReading_AllocatesNothing(bool singleWriter)
    {
        var hub = new Hub<long>();
        using HubQueue<long> queue = hub.SubscribeQueue(capacity: 64, singleWriter: singleWriter);
        long[] batch = new long[8];

        long allocated = await Allocations.OfTheProcessAsync(async () =>
        {
            hub.Publish(1);
            await queue.WaitToReadAsync();
            queue.Read(batch);
        });

        Assert.Equal(0, allocated);
    }

    private static List<T> Drain<T>(HubQueue<T> queue)
    {
        var items = new List<T>();
        var batch = new T[16];
        for (int count = queue.Read(batch); count > 0; count = queue.Read(batch))
            items.AddRange(batch[..count]);
        return items;
    }
}
