using Microsoft.Extensions.Logging;

namespace Busbar.Testing.Tests;

public sealed partial class RecordingLoggerTests
{
    private readonly RecordingLogger _log = new();

    [Fact]
    public void Entries_HoldWhatWasLogged_TheOldestFirst()
    {
        Opened(_log, "a");
        Closed(_log, "b");

        Assert.Equal(
            [new(LogLevel.Information, new EventId(7, nameof(Opened)), "a opened"), new(LogLevel.Warning, new EventId(8, nameof(Closed)), "b closed")],
            _log.Entries);
    }

    [Fact]
    public async Task Next_GivesEachEntryOfItsEventOnce()
    {
        Opened(_log, "a");
        Closed(_log, "b");
        Task<LogEntry> first = _log.NextAsync(8);
        Task<LogEntry> second = _log.NextAsync(8);

        Assert.Equal("b closed", (await first).Message);
        Assert.False(second.IsCompleted);
        Closed(_log, "c");
        Assert.Equal("c closed", (await second).Message);
    }

    [Fact]
    public async Task Next_NotLoggedInTime_FailsNamingWhatWas()
    {
        var log = new RecordingLogger(patience: TimeSpan.FromMilliseconds(1));
        Opened(log, "a");

        TimeoutException failure = await Assert.ThrowsAsync<TimeoutException>(() => log.NextAsync(8));

        Assert.Equal("Event 8 was not logged within 0.001 s. Logged in all: 7 a opened.", failure.Message);
    }

    [Fact]
    public async Task Next_Cancelled_EndsWithTheCallersToken()
    {
        using var cancellation = new CancellationTokenSource();
        Task next = _log.NextAsync(7, cancellation.Token);

        await cancellation.CancelAsync();

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public void AsProvider_IsTheLoggerOfEveryCategory()
    {
        ILoggerProvider provider = _log;

        Opened(provider.CreateLogger("a"), "one");
        Opened(provider.CreateLogger("b"), "two");

        Assert.Equal(["one opened", "two opened"], _log.Entries.Select(entry => entry.Message));
    }

    [LoggerMessage(7, LogLevel.Information, "{Name} opened")]
    private static partial void Opened(ILogger logger, string name);

    [LoggerMessage(8, LogLevel.Warning, "{Name} closed")]
    private static partial void Closed(ILogger logger, string name);
}
