namespace Busbar.Testing.Tests;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Advance_FiresTimersInTheOrderOfTheirDueTimes_EachAtItsOwn()
    {
        var fired = new List<(string Name, TimeSpan At)>();
        using ITimer late = Timer("late", 3 * Second, Timeout.InfiniteTimeSpan);
        using ITimer periodic = Timer("periodic", Second, 2 * Second);

        _time.Advance(4 * Second);

        Assert.Equal([("periodic", Second), ("late", 3 * Second), ("periodic", 3 * Second)], fired);

        ITimer Timer(string name, TimeSpan due, TimeSpan period) => _time.CreateTimer(_ => fired.Add((name, _time.GetElapsedTime(0))), null, due, period);
    }

    [Fact]
    public async Task NextTimer_SetAlready_IsGiven()
    {
        Task delay = Task.Delay(Second, _time);

        Assert.Equal(Second, await _time.NextTimerAsync(Second));

        _time.Advance(Second);
        await delay;
    }

    [Fact]
    public async Task NextTimer_SetLater_IsWaitedFor()
    {
        Task<TimeSpan> next = _time.NextTimerAsync(Second, 2 * Second);
        Assert.False(next.IsCompleted);

        using ITimer timer = _time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(1.5 * Second, Timeout.InfiniteTimeSpan);

        Assert.Equal(1.5 * Second, await next);
    }

    [Fact]
    public async Task NextTimer_PassesOverOthers_AndGivesEachSettingOnce()
    {
        foreach (int due in new[] { 5, 1, 9, 1 })
            _ = Task.Delay(due * Second, _time);

        await _time.NextTimerAsync(Second);
        await _time.NextTimerAsync(Second);
        Task<TimeSpan> third = _time.NextTimerAsync(Second);

        Assert.False(third.IsCompleted);
        _ = Task.Delay(Second, _time);
        await third;
    }

    [Fact]
    public async Task NextTimer_NotSetInTime_FailsNamingTheOthers()
    {
        var time = new ManualTimeProvider(patience: TimeSpan.FromMilliseconds(1));
        _ = Task.Delay(5 * Second, time);
        _ = Task.Delay(0.25 * Second, time);

        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(() => time.NextTimerAsync(Second, 2 * Second));

        Assert.Equal("No timer was set for 1 s to 2 s within 0.001 s. Others that were: 5 s, 0.25 s.", failure.Message);
    }

    [Fact]
    public async Task NextTimer_Cancelled_EndsWithTheCallersToken()
    {
        using var cancellation = new CancellationTokenSource();
        Task next = _time.NextTimerAsync(Second, cancellation.Token);

        await cancellation.CancelAsync();

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public void Timers_SetAgainAndAgain_AllocateNothing()
    {
        using ITimer timer = _time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Assert.Equal(0, Allocations.OfThisThread(() => timer.Change(Second, Timeout.InfiniteTimeSpan)));
    }
}
