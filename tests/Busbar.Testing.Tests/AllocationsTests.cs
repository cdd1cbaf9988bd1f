namespace Busbar.Testing.Tests;

public sealed class AllocationsTests
{
    private object _kept = new();

    [Fact]
    public void OfThisThread_CountsEachOperation() => Assert.Equal(24 * 1_000, Allocations.OfThisThread(() => _kept = new object(), operations: 1_000));

    [Fact]
    public void OfThisThread_DoesNotCountWhatIsAllocatedOnce()
    {
        int calls = 0;

        Assert.Equal(0, Allocations.OfThisThread(() =>
        {
            if (++calls == 1_500) // behind the 1,000 that warm up
                _kept = new byte[100];
        }));
    }

    [Fact]
    public async Task OfTheProcess_CountsWhatOtherThreadsAllocate()
    {
        long bytes = await Allocations.OfTheProcessAsync(async () => await Task.Run(() => _kept = new object()), operations: 100, warmup: 100, attempts: 2);

        Assert.True(bytes >= 100 * 24, $"{bytes} bytes");
    }

    [Fact]
    public async Task OfTheProcess_DoesNotCountWhatIsAllocatedNowAndThen()
    {
        int calls = 0;

        long bytes = await Allocations.OfTheProcessAsync(() =>
        {
            if (++calls % 1_500 == 0) // in two attempts of three
                _kept = new byte[100];
            return ValueTask.CompletedTask;
        });

        Assert.Equal(0, bytes);
    }
}
