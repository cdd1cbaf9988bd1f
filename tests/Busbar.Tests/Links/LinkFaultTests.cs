using System.IO.Pipelines;
using Busbar.Links;
using Busbar.Testing;
using Microsoft.Extensions.Logging;

namespace Busbar.Tests.Links;

/// <summary>What is slow or breaks around a link: the peer's taking, the connection's end, the session, the logger.</summary>
public sealed class LinkFaultTests
{
    private const int Patience = 30_000;

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _logger = new();

    [Fact(Timeout = Patience)]
    public async Task Send_ThatThePeerTakesSlowly_IsNotGivenUp()
    {
        const int Octets = 300_000;
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair(capacity: 1024);
        await using var link = new Link<RecordingSession>(near, new RecordingSession(), new LinkOptions { TimeProvider = _time });
        link.Start();
        Write(link, Octets);

        int received = 0;
        while (received < Octets)
        {
            _time.Advance(TimeSpan.FromSeconds(8)); // of the ten in which it must take something
            ReadResult read = await far.Input.ReadAtLeastAsync(Math.Min(Octets - received, 64 * 1024));
            received += (int)read.Buffer.Length;
            far.Input.AdvanceTo(read.Buffer.End);
            while (received < Octets && !far.Input.TryRead(out read))
                await Task.Yield(); // the next is on its way, and its time has begun
            if (received < Octets)
                far.Input.AdvanceTo(read.Buffer.Start);
        }

        Assert.Equal(Octets, received);
        Assert.Null(link.CloseReason);
    }

    [Fact(Timeout = Patience)]
    public async Task End_OfTheConnection_HasItsOwnTimeAfterASlowSend()
    {
        var taking = new TaskCompletionSource();
        var ending = new TaskCompletionSource();
        var connection = new HandConnection { Taking = taking.Task, Gate = ending.Task };
        var link = new Link<RecordingSession>(connection, new RecordingSession(), new LinkOptions { TimeProvider = _time });
        link.Start();
        Write(link, 10);

        link.Close(CloseReason.Local());
        _time.Advance(TimeSpan.FromSeconds(9));
        taking.SetResult();
        await connection.Ending;
        _time.Advance(TimeSpan.FromSeconds(9));
        bool early = connection.IsAborted;
        _time.Advance(TimeSpan.FromSeconds(1));
        ending.SetResult();
        await link.Completion;

        Assert.False(early);
        Assert.True(connection.IsAborted);
    }

    [Fact(Timeout = Patience)]
    public async Task Logger_ThatThrows_HarmsNothing()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var session = new RecordingSession
        {
            Receiving = _ => throw new InvalidOperationException("on purpose"),
            Closing = _ => throw new InvalidOperationException("again"),
        };
        var link = new Link<RecordingSession>(near, session, new LinkOptions { TimeProvider = _time, Logger = new ThrowingLogger() });
        link.Start();

        await far.Output.WriteAsync(new byte[] { 1 });

        Assert.Equal(CloseKind.InternalFault, (await link.Completion).Kind);
        Assert.Throws<LinkClosedException>(() => link.Enter().Dispose()); // nobody holds the lock
    }

    [Fact(Timeout = Patience)]
    public async Task Session_ThatIsSlow_IsNamedOnce_AndAgainWhenTwiceAsSlow()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var received = new SemaphoreSlim(0);
        int[] milliseconds = [100, 150, 200, 290, 310];
        int next = 0;
        var session = new RecordingSession
        {
            Receiving = _ =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(milliseconds[next++]));
                received.Release();
            },
        };
        var link = new Link<RecordingSession>(near, session, new LinkOptions { TimeProvider = _time, Logger = _logger });
        link.Start();

        foreach (int _ in milliseconds)
        {
            await far.Output.WriteAsync(new byte[] { 1 });
            await received.WaitAsync();
        }

        await link.DisposeAsync();
        Assert.Equal(
            ["150 ms over 1", "310 ms over 1"],
            _logger.Entries.Where(entry => entry.Id.Id == 103).Select(entry => entry.Message[(entry.Message.IndexOf("took ", StringComparison.Ordinal) + 5)..][..13]));
    }

    [Fact(Timeout = Patience)]
    public async Task Contexts_OfWhoStartsAndWhoCalls_DoNotReachTheSessionOrTheOperations()
    {
        var context = new AsyncLocal<string?>();
        var seen = new List<string?>();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var session = new RecordingSession
        {
            Receiving = _ =>
            {
                seen.Add(context.Value);
                received.TrySetResult();
            },
        };
        await using var link = new Link<RecordingSession>(near, session);
        context.Value = "who starts";
        link.Start();
        var operation = new ContextOperation(context);

        using (LinkScope<RecordingSession> scope = link.Enter())
            scope.Output.Complete(operation);
        seen.Add(await operation.Seen);
        await far.Output.WriteAsync(new byte[] { 1 });
        await received.Task;

        Assert.Equal([null, null], seen);
    }

    [Fact]
    public void Times_ThatTimersCannotCount_AreRefused()
    {
        TimeSpan tooLong = TimeSpan.FromDays(25);

        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkOptions { SendTimeout = tooLong }.Validated());
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkOptions { SendTimeout = TimeSpan.Zero }.Validated());
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkServerOptions { OpenTimeout = TimeSpan.MaxValue }.Validated());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReconnectOptions { ConnectTimeout = TimeSpan.MaxValue }.Validated());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReconnectOptions { MaximumDelay = TimeSpan.MaxValue }.Validated());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReconnectOptions { MaximumDelay = TimeSpan.Zero }.Validated());
    }

    private static void Write(Link<RecordingSession> link, int octets)
    {
        using LinkScope<RecordingSession> scope = link.Enter();
        scope.Output.GetSpan(octets)[..octets].Fill(1);
        scope.Output.Advance(octets);
    }

    private sealed class ContextOperation(AsyncLocal<string?> context) : Operation
    {
        private readonly TaskCompletionSource<string?> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string?> Seen => _seen.Task;

        protected override void OnCompleted() => _seen.TrySetResult(context.Value);
    }

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("the disk is full");
    }
}
