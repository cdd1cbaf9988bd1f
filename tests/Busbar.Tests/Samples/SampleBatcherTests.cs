using Busbar.Testing;

namespace Busbar.Tests.Samples;

public class SampleBatcherTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30); // guards against a test that would hang

    private readonly ManualTimeProvider _time = new();
    private readonly Series _series = new SeriesRegistry().Group("m").Field("f");
    private readonly Sample[] _batch = new Sample[10];

    [Fact]
    public async Task ReadAsync_CountReached_IsDueAtOnce()
    {
        using SampleBatcher batcher = Make();
        Task<int> read = batcher.ReadAsync(_batch).AsTask();

        batcher.Write(Samples(0, 4));
        Assert.False(read.IsCompleted);
        batcher.Write(Samples(4, 1));

        Assert.Equal(5, await read.WaitAsync(Long));
        Assert.Equal(Samples(0, 5), _batch[..5]);
    }

    [Fact]
    public async Task ReadAsync_MoreThanABatchWaits_TakesWhatFits()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 12));

        Assert.Equal(10, await batcher.ReadAsync(_batch));
        Assert.Equal(2, batcher.Count);
    }

    [Fact]
    public async Task ReadAsync_AgeReached_IsDue()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 1));
        Task<int> read = batcher.ReadAsync(_batch).AsTask(); // sets its timer before it returns

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(read.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await read.WaitAsync(Long));
    }

    [Fact]
    public async Task ReadAsync_OfWhatABatchLeft_IsDueAtItsOwnAge()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 12));
        await batcher.ReadAsync(_batch);
        Task<int> read = batcher.ReadAsync(_batch).AsTask();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await read.WaitAsync(Long));
    }

    [Fact]
    public async Task FlushAsync_MakesDueAndWaitsUntilSettled()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 2));
        Task flush = batcher.FlushAsync().AsTask();

        Assert.Equal(2, await batcher.ReadAsync(_batch).AsTask().WaitAsync(Long));
        batcher.Write(Samples(2, 1)); // after the flush: nobody waits for it
        Assert.False(flush.IsCompleted);
        batcher.Settle();

        await flush.WaitAsync(Long);
        Assert.Equal(1, batcher.Count);
    }

    [Fact]
    public async Task FlushAsync_OfABatchUnderWay_WaitsForIt()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 5));
        await batcher.ReadAsync(_batch);

        Task flush = batcher.FlushAsync().AsTask();
        Assert.False(flush.IsCompleted);
        batcher.Settle();

        await flush.WaitAsync(Long);
    }

    [Fact]
    public async Task Write_Full_DropsTheOldestOrTakesFewer()
    {
        using SampleBatcher dropping = Make(options => options.DropOldest = true);
        using SampleBatcher refusing = Make();

        Assert.Equal(17, dropping.Write(Samples(0, 17)));
        Assert.Equal(8, dropping.Write(Samples(17, 8)));
        Assert.Equal(20, refusing.Write(Samples(0, 25)));
        Assert.Equal(0, refusing.Write(Samples(0, 1)));

        Assert.Equal((20, 25L, 5L), (dropping.Count, dropping.Taken, dropping.Dropped));
        Assert.Equal((20, 20L, 0L), (refusing.Count, refusing.Taken, refusing.Dropped));
        await dropping.ReadAsync(_batch);
        Assert.Equal(Samples(5, 10), _batch);
        await refusing.ReadAsync(_batch);
        Assert.Equal(Samples(0, 10), _batch);
    }

    [Fact]
    public async Task Write_MoreThanTheCapacity_KeepsTheLast()
    {
        using SampleBatcher batcher = Make(options => options.DropOldest = true);
        batcher.Write(Samples(0, 3));

        Assert.Equal(50, batcher.Write(Samples(3, 50)));

        Assert.Equal((20, 53L, 33L), (batcher.Count, batcher.Taken, batcher.Dropped));
        await batcher.ReadAsync(_batch);
        Assert.Equal(Samples(33, 10), _batch);
    }

    [Fact]
    public async Task WaitToWriteAsync_Full_WaitsForRoom()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 20));
        Task<bool> room = batcher.WaitToWriteAsync().AsTask();

        Assert.False(room.IsCompleted);
        await batcher.ReadAsync(_batch);

        Assert.True(await room.WaitAsync(Long));
    }

    [Fact]
    public async Task Waiting_Cancelled_ThrowsWithTheCallersToken()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 20));
        using var cancellation = new CancellationTokenSource();
        Task room = batcher.WaitToWriteAsync(cancellation.Token).AsTask();
        Task flush = batcher.FlushAsync(cancellation.Token).AsTask();
        using SampleBatcher empty = Make();
        Task read = empty.ReadAsync(_batch, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room)).CancellationToken);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush)).CancellationToken);
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read)).CancellationToken);
    }

    [Fact]
    public async Task Complete_GivesWhatIsLeftAndThenNothing()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 2));

        batcher.Complete();

        Assert.Equal(0, batcher.Write(Samples(2, 1)));
        Assert.False(await batcher.WaitToWriteAsync());
        Assert.Equal(2, await batcher.ReadAsync(_batch));
        Assert.Equal(0, await batcher.ReadAsync(_batch));
    }

    [Fact]
    public async Task Abandon_CountsWhatIsLeftAndReleasesWhoFlushes()
    {
        using SampleBatcher batcher = Make();
        batcher.Write(Samples(0, 3));
        Task flush = batcher.FlushAsync().AsTask();

        Assert.Equal(3, batcher.Abandon());

        await flush.WaitAsync(Long);
        Assert.Equal(3, batcher.Dropped);
    }

    [Fact]
    public async Task ManyProducers_LoseNothingAndKeepEachOnesOrder()
    {
        const int Producers = 4;
        const int Each = 20_000;
        using var batcher = new SampleBatcher(new() { Capacity = 500, BatchCount = 100, MaxAge = TimeSpan.FromMilliseconds(1) });
        Task[] producers = [.. Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            for (int i = 0; i < Each;)
            {
                i += batcher.Write(Samples((producer * Each) + i, Math.Min(7, Each - i)));
                await batcher.WaitToWriteAsync();
            }
        }))];

        int[] next = [.. Enumerable.Range(0, Producers).Select(producer => producer * Each)];
        for (int total = 0; total < Producers * Each;)
        {
            int count = await batcher.ReadAsync(_batch).AsTask().WaitAsync(Long);
            foreach (Sample sample in _batch[..count])
            {
                int value = (int)sample.AsInt64();
                Assert.Equal(next[value / Each]++, value);
            }

            batcher.Settle();
            total += count;
        }

        await Task.WhenAll(producers);
        Assert.Equal(0, batcher.Count);
    }

    [Fact]
    public void Write_AllocatesNothing()
    {
        using SampleBatcher batcher = Make(options => options.DropOldest = true);
        Sample[] samples = Samples(0, 3);

        Assert.Equal(0, Allocations.OfThisThread(() => batcher.Write(samples)));
    }

    [Fact]
    public void Constructor_OptionOutsideItsRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(options => options.Capacity = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(options => options.BatchCount = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(options => options.MaxAge = TimeSpan.Zero));
    }

    private SampleBatcher Make(Action<SampleBatcherOptions>? configure = null)
    {
        var options = new SampleBatcherOptions { TimeProvider = _time, Capacity = 20, BatchCount = 5, MaxAge = TimeSpan.FromSeconds(1) };
        configure?.Invoke(options);
        return new SampleBatcher(options);
    }

    private Sample[] Samples(int first, int count) => [.. Enumerable.Range(first, count).Select(i => Sample.Received(_series, SampleKind.Int64, (ulong)i, i))];
}
