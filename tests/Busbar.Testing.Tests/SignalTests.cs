namespace Busbar.Testing.Tests;

public sealed class SignalTests
{
    private readonly Signal _signal = new();

    [Fact]
    public async Task EachSet_LetsOneWaitPass_WhicheverComesFirst()
    {
        _signal.Set();
        _signal.Set();
        ValueTask first = _signal.NextAsync();
        ValueTask second = _signal.NextAsync();
        ValueTask third = _signal.NextAsync();

        Assert.Equal((true, true, false), (first.IsCompleted, second.IsCompleted, third.IsCompleted));
        _signal.Set();
        await third;
    }

    [Fact]
    public async Task SetByAnotherThread_AgainAndAgain_WakesEachWait()
    {
        Task setting = Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
                _signal.Set();
        });

        for (int i = 0; i < 10_000; i++)
            await _signal.NextAsync();
        await setting;

        Assert.False(_signal.NextAsync().IsCompleted);
    }

    [Fact]
    public void SecondWaiter_IsRefused()
    {
        _ = _signal.NextAsync().Preserve();

        Assert.Throws<InvalidOperationException>(() => { _ = _signal.NextAsync().Preserve(); });
    }

    [Fact]
    public async Task NotSetInTime_Fails_AndTheNextWaitIsUnharmed()
    {
        var signal = new Signal(patience: TimeSpan.FromMilliseconds(1));

        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(async () => await signal.NextAsync());
        signal.Set();
        await signal.NextAsync();

        Assert.Equal("It was not signalled within 0.001 s.", failure.Message);
    }

    [Fact]
    public async Task SettingAndWaiting_AllocateNothing()
    {
        long bytes = await Allocations.OfTheProcessAsync(() =>
        {
            ValueTask next = _signal.NextAsync();
            _signal.Set();
            return next;
        });

        Assert.Equal(0, bytes);
    }
}
