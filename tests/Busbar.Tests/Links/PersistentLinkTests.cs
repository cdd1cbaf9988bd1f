using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Tests.Links;

public sealed class PersistentLinkTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();

    private PersistentLink<WindowSender> Make(ReconnectOptions? reconnect = null) => new(
        _peer,
        _ => new WindowSender(1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        new LinkOptions { TimeProvider = _time },
        reconnect ?? new ReconnectOptions { Jitter = 0 });

    [Fact]
    public async Task Get_ManyCallersAtOnce_ShareOneConnection()
    {
        await using PersistentLink<WindowSender> persistent = Make();

        Link<WindowSender>[] links = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => persistent.GetAsync().AsTask()));

        Assert.All(links, link => Assert.Same(links[0], link));
        Assert.Equal(1, _peer.Attempts);
        Assert.True(persistent.GetAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Get_AfterTheLinkHasClosed_ConnectsAgain()
    {
        await using PersistentLink<WindowSender> persistent = Make();
        Link<WindowSender> first = await persistent.GetAsync();
        await _peer.AcceptAsync();
        await _peer.EndsAsync();
        await first.Completion;

        Link<WindowSender> second = await persistent.GetAsync();

        Assert.NotSame(first, second);
        Assert.Null(second.CloseReason);
    }

    [Fact]
    public async Task Get_WhileTheDelayRuns_FailsAtOnceAndDoesNotConnect()
    {
        _peer.RefusesWith = new IOException("nobody there");
        await using PersistentLink<WindowSender> persistent = Make();
        await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());

        ConnectException again = await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());

        Assert.Equal(1, _peer.Attempts);
        Assert.Contains("nobody there (next attempt in 0.3 s)", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delay_DoublesUpToItsMaximum_AndStartsAnewAfterSuccess()
    {
        _peer.RefusesWith = new IOException("nobody there");
        await using PersistentLink<WindowSender> persistent = Make();

        foreach (double delay in new[] { 0.25, 0.5, 1, 2, 4, 5, 5 })
        {
            int attempts = _peer.Attempts;
            await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());
            Assert.Equal(attempts + 1, _peer.Attempts);
            _time.Advance(TimeSpan.FromSeconds(delay) - TimeSpan.FromMilliseconds(1));
            await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());
            Assert.Equal(attempts + 1, _peer.Attempts);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        _peer.RefusesWith = null;
        Assert.Null((await persistent.GetAsync()).CloseReason);
    }

    [Fact]
    public async Task Attempt_ThatTakesTooLong_IsATimeoutInWords()
    {
        var asked = new TaskCompletionSource();
        IConnector connector = Connector.FromStream("nowhere", async token =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return Stream.Null;
        });
        await using var persistent = new PersistentLink<WindowSender>(
            connector, _ => throw new InvalidOperationException(), new LinkOptions { TimeProvider = _time });

        ValueTask<Link<WindowSender>> getting = persistent.GetAsync();
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(5));

        ConnectException failure = await Assert.ThrowsAsync<ConnectException>(async () => await getting);
        Assert.Equal("No connection to nowhere: no answer within 5 s", failure.Message);
    }

    [Fact]
    public async Task Cancellation_EndsOneCallersWaitOnly()
    {
        var release = new TaskCompletionSource<Stream>();
        IConnector connector = Connector.FromStream("slow", async token => await release.Task.WaitAsync(token));
        await using var persistent = new PersistentLink<WindowSender>(
            connector, _ => new WindowSender(1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), new LinkOptions { TimeProvider = _time });
        using var cancel = new CancellationTokenSource();
        ValueTask<Link<WindowSender>> impatient = persistent.GetAsync(cancel.Token);
        ValueTask<Link<WindowSender>> patient = persistent.GetAsync();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await impatient);
        release.SetResult(new MemoryStream());

        Assert.NotNull(await patient);
    }

    [Fact]
    public async Task Disposal_EndsAnAttemptUnderWayAndTheLink()
    {
        IConnector connector = Connector.FromStream("never", async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return Stream.Null;
        });
        var persistent = new PersistentLink<WindowSender>(connector, _ => throw new InvalidOperationException());
        ValueTask<Link<WindowSender>> getting = persistent.GetAsync();

        await persistent.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await getting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await persistent.GetAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposal_WhileALinkIsMade_WaitsForItsEnd()
    {
        var making = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        var gate = new TaskCompletionSource();
        var connection = new HandConnection { Gate = gate.Task };
        var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(_ => Task.FromResult<Connection>(connection)),
            _ =>
            {
                making.SetResult();
                release.Wait();
                return new RecordingSession();
            });
        _ = persistent.GetAsync().AsTask();
        await making.Task;

        Task disposal = persistent.DisposeAsync().AsTask();
        release.Set();
        await connection.Ending;
        bool early = disposal.IsCompleted;
        gate.SetResult();
        await disposal;

        Assert.False(early);
        Assert.True(connection.IsDisposed);
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposal_WhileADeafConnectorConnects_WaitsForNothing_AndTheLateConnectionIsDisposed()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource<Connection>();
        var connection = new HandConnection();
        var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(_ =>
            {
                asked.SetResult();
                return release.Task;
            }),
            _ => new RecordingSession());
        Task getting = persistent.GetAsync().AsTask();
        await asked.Task;

        await persistent.DisposeAsync();
        release.SetResult(connection);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => getting);
        await connection.Ending;
        Assert.Equal("aborted", connection.Ended);
    }

    [Fact(Timeout = 60_000)]
    public async Task Attempt_OfADeafConnector_EndsInTime_IsFollowedByAnother_AndItsLateConnectionIsDisposed()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource<Connection>();
        var late = new HandConnection();
        int attempts = 0;
        await using var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(_ =>
            {
                if (++attempts > 1)
                    return Task.FromResult<Connection>(new HandConnection());
                asked.SetResult();
                return release.Task;
            }),
            _ => new RecordingSession(),
            new LinkOptions { TimeProvider = _time });
        Task getting = persistent.GetAsync().AsTask();
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(5));
        ConnectException failure = await Assert.ThrowsAsync<ConnectException>(() => getting);
        _time.Advance(TimeSpan.FromSeconds(1));
        Link<RecordingSession> link = await persistent.GetAsync();
        release.SetResult(late);
        await late.Ending;

        Assert.Equal("No connection to by hand: no answer within 5 s", failure.Message);
        Assert.Equal("aborted", late.Ended);
        Assert.Null(link.CloseReason);
    }

    [Fact(Timeout = 60_000)]
    public async Task Attempt_OfAConnectorThatBlocksItsThread_EndsInTime()
    {
        var asked = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(_ =>
            {
                asked.SetResult();
                release.Wait(CancellationToken.None); // a serial port's driver, for example
                throw new IOException("late");
            }),
            _ => new RecordingSession(),
            new LinkOptions { TimeProvider = _time });
        Task getting = persistent.GetAsync().AsTask();
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<ConnectException>(() => getting);
        await persistent.DisposeAsync();
        release.Set();
    }

    [Fact(Timeout = 60_000)]
    public async Task Attempts_GivenUpAndNotEnded_AreBounded()
    {
        var hanging = new List<TaskCompletionSource<Connection>>();
        await using var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(_ =>
            {
                var never = new TaskCompletionSource<Connection>();
                lock (hanging)
                    hanging.Add(never);
                return never.Task;
            }),
            _ => new RecordingSession(),
            new LinkOptions { TimeProvider = _time });

        for (int attempt = 1; attempt <= 16; attempt++)
        {
            Task getting = persistent.GetAsync().AsTask();
            while (Count() < attempt)
                await Task.Yield();
            _time.Advance(TimeSpan.FromSeconds(5));
            await Assert.ThrowsAsync<ConnectException>(() => getting);
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        ConnectException refusal = await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());
        Assert.Equal(16, Count());
        Assert.Contains("given up", refusal.Message, StringComparison.Ordinal);

        int Count()
        {
            lock (hanging)
                return hanging.Count;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Disposal_WhenTheConnectorFailsInItsOwnWay_IsAnObjectDisposedException()
    {
        var asked = new TaskCompletionSource();
        var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(async token =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new IOException("interrupted");
            }),
            _ => new RecordingSession());
        Task getting = persistent.GetAsync().AsTask();
        await asked.Task;

        await persistent.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => getting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Attempt_WhoseConnectionCannotBeDisposed_IsFollowedByAnother()
    {
        int attempts = 0;
        await using var persistent = new PersistentLink<RecordingSession>(
            new HandConnector(_ => Task.FromResult<Connection>(new HandConnection { DisposalThrows = new IOException("stuck") })),
            _ => ++attempts == 1 ? throw new InvalidOperationException("no session") : new RecordingSession(),
            new LinkOptions { TimeProvider = _time });
        ConnectException failure = await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await persistent.GetAsync());
        Assert.Contains("no session", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Link_ThatClosesAtOnceAgainAndAgain_IsMadeAfterLongerAndLongerDelays()
    {
        await using PersistentLink<WindowSender> persistent = Make();
        await ConnectAndLose(persistent);
        await ConnectAndLose(persistent); // the first loss is made good at once

        foreach (double delay in new[] { 0.25, 0.5, 1, 2, 4, 5 })
        {
            ConnectException refusal = await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());
            Assert.Contains("closed by the peer", refusal.Message, StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(delay) - TimeSpan.FromMilliseconds(1));
            await Assert.ThrowsAsync<ConnectException>(async () => await persistent.GetAsync());
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await ConnectAndLose(persistent);
        }

        Assert.Equal(8, _peer.Attempts);
    }

    [Fact(Timeout = 60_000)]
    public async Task Link_ThatLivedForAWhile_ForgetsTheLossesBeforeIt()
    {
        await using PersistentLink<WindowSender> persistent = Make();
        await ConnectAndLose(persistent);
        await ConnectAndLose(persistent, after: TimeSpan.FromSeconds(5));
        await ConnectAndLose(persistent);

        Assert.Null((await persistent.GetAsync()).CloseReason);
    }

    private async Task ConnectAndLose(PersistentLink<WindowSender> persistent, TimeSpan after = default)
    {
        Link<WindowSender> link = await persistent.GetAsync();
        await _peer.AcceptAsync();
        _time.Advance(after);
        await _peer.EndsAsync();
        await link.Completion;
    }

    private sealed class HandConnector(Func<CancellationToken, Task<Connection>> connect) : IConnector
    {
        public string Target => "by hand";

        public async ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default) => await connect(cancellationToken);
    }
}
