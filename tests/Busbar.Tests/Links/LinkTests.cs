using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Tests.Links;

public sealed class LinkTests
{
    private static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();

    private (Link<WindowSender> Link, WindowSender Session, ScriptedPeer Peer) Open(int window = 2)
    {
        var peer = new ScriptedPeer();
        var session = new WindowSender(window, AcknowledgeWithin, Idle);
        var link = new Link<WindowSender>(peer.Connect(), session, new LinkOptions { TimeProvider = _time });
        link.Start();
        return (link, session, peer);
    }

    private static ValueTask Send(Link<WindowSender> link, uint value, WindowOperation? operation = null)
    {
        operation ??= new WindowOperation();
        operation.Value = value;
        ValueTask sent = operation.Begin();
        using LinkScope<WindowSender> scope = link.Enter();
        scope.Session.Send(operation, scope.Now, scope.Output);
        return sent;
    }

    private static string Hexed(byte type, uint number, uint value = 0) => Hex.Format(WindowProtocol.Frame(type, number, value));

    [Fact]
    public async Task Call_WhatTheSessionWrites_IsSentWhenTheScopeEnds()
    {
        var (link, _, peer) = Open();

        ValueTask sent = Send(link, 41);
        await peer.ExpectsAsync(Hexed(WindowProtocol.Data, 1, 41));
        await peer.RepliesAsync(Hexed(WindowProtocol.Acknowledge, 1));

        await sent;
        await link.DisposeAsync();
    }

    [Fact]
    public async Task Window_WhenFull_HoldsBackUntilAnAcknowledgementComes()
    {
        var (link, session, peer) = Open(window: 2);

        ValueTask[] sent = [Send(link, 1), Send(link, 2), Send(link, 3)];
        await peer.ExpectsAsync(Hexed(WindowProtocol.Data, 1, 1) + Hexed(WindowProtocol.Data, 2, 2));
        await peer.RepliesAsync(Hexed(WindowProtocol.Acknowledge, 2));
        await peer.ExpectsAsync(Hexed(WindowProtocol.Data, 3, 3));
        await peer.RepliesAsync(Hexed(WindowProtocol.Acknowledge, 3));

        foreach (ValueTask each in sent)
            await each;
        Assert.Equal(2, session.MostOutstanding);
        await link.DisposeAsync();
    }

    [Fact]
    public async Task Frame_CutAtEveryPosition_IsReadOnceWhole()
    {
        var (link, session, peer) = Open();
        byte[] frames = [.. WindowProtocol.Frame(WindowProtocol.Event, 0, 0), .. WindowProtocol.Frame(WindowProtocol.Acknowledge, 1, 0)];

        ValueTask sent = Send(link, 1);
        await peer.ExpectsAsync(Hexed(WindowProtocol.Data, 1, 1));
        foreach (byte octet in frames)
            await peer.RepliesAsync(new[] { octet });

        await sent;
        Assert.Equal(1u, session.Events);
        await link.DisposeAsync();
    }

    [Fact]
    public async Task Deadline_OfTheSession_FiresAndIsArmedAgain()
    {
        var (link, _, peer) = Open();

        _time.Advance(Idle);
        await peer.ExpectsAsync(Hexed(WindowProtocol.KeepAlive, 1));
        _time.Advance(Idle / 2);
        _time.Advance(Idle / 2);
        await peer.ExpectsAsync(Hexed(WindowProtocol.KeepAlive, 2));

        await link.DisposeAsync();
    }

    [Fact]
    public async Task Deadline_MovedTowardsTheFuture_DoesNotFireEarly()
    {
        var (link, session, peer) = Open();

        _time.Advance(Idle / 2);
        ValueTask sent = Send(link, 1); // moves the keep-alive to 1.5 idle times
        await peer.ExpectsAsync(Hexed(WindowProtocol.Data, 1, 1));
        await peer.RepliesAsync(Hexed(WindowProtocol.Acknowledge, 1));
        await sent;
        _time.Advance(Idle * 0.9);
        Assert.Equal(0u, session.KeepAlives);
        _time.Advance(Idle * 0.1);

        await peer.ExpectsAsync(Hexed(WindowProtocol.KeepAlive, 1));
        await link.DisposeAsync();
    }

    [Fact]
    public async Task Acknowledgement_ThatDoesNotCome_ClosesAndFailsEveryOperation()
    {
        var (link, _, peer) = Open(window: 1);

        ValueTask[] sent = [Send(link, 1), Send(link, 2)];
        await peer.ExpectsAsync(Hexed(WindowProtocol.Data, 1, 1));
        _time.Advance(AcknowledgeWithin);

        foreach (ValueTask each in sent)
            Assert.Equal(CloseKind.TimedOut, (await Assert.ThrowsAsync<LinkClosedException>(async () => await each)).Reason.Kind);
        Assert.Equal(CloseKind.TimedOut, (await link.Completion).Kind);
        await peer.ExpectsEndAsync();
    }

    [Fact]
    public async Task Violation_ClosesWithOffsetAndRule()
    {
        var (link, _, peer) = Open();

        await peer.RepliesAsync(Hexed(WindowProtocol.Event, 0) + "99 00 00 00 00 00 00 00 00");

        CloseReason reason = await link.Completion;
        Assert.Equal(CloseKind.ProtocolViolation, reason.Kind);
        Assert.Equal(WindowProtocol.FrameLength, reason.Offset);
        Assert.Contains("frame type 153", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skipped_IsLoggedOnceAConnection_WithOffsetAndRule()
    {
        var logger = new RecordingLogger();
        var peer = new ScriptedPeer();
        var session = new WindowSender(2, AcknowledgeWithin, Idle);
        var link = new Link<WindowSender>(peer.Connect(), session, new LinkOptions { TimeProvider = _time, Logger = logger });
        link.Start();

        await peer.RepliesAsync(Hexed(WindowProtocol.Event, 0) + Hexed(0, 0) + Hexed(0, 0));
        await peer.EndsAsync();
        await link.Completion;

        Assert.Single(logger.Entries, entry => entry.Message.Contains("9 octets at offset 9 skipped: frame type 0 means nothing", StringComparison.Ordinal));
        Assert.Equal(1u, session.Events);
    }

    [Fact]
    public async Task Peer_EndingWithinAFrame_IsTruncationNotACleanClose()
    {
        var (link, session, peer) = Open();

        await peer.RepliesAsync("01 00 00");
        await peer.EndsAsync();

        CloseReason reason = await link.Completion;
        Assert.Equal(CloseKind.Truncated, reason.Kind);
        Assert.Contains("3 octets", reason.Message, StringComparison.Ordinal);
        Assert.Same(reason, session.ClosedWith);
    }

    [Fact]
    public async Task Peer_EndingBetweenFrames_IsARemoteClose()
    {
        var (link, _, peer) = Open();

        await peer.RepliesAsync(Hexed(WindowProtocol.Event, 0));
        await peer.EndsAsync();

        Assert.Equal(CloseKind.Remote, (await link.Completion).Kind);
    }

    [Fact]
    public async Task Peer_Resetting_IsATransportFault()
    {
        var (link, _, peer) = Open();
        ValueTask sent = Send(link, 1);

        peer.Resets();

        Assert.Equal(CloseKind.TransportFault, (await link.Completion).Kind);
        await Assert.ThrowsAsync<LinkClosedException>(async () => await sent);
    }

    [Fact]
    public async Task Enter_OnAClosedLink_ThrowsWithTheReason()
    {
        var (link, _, _) = Open();
        await link.DisposeAsync();

        LinkClosedException thrown = Assert.Throws<LinkClosedException>(() => { using LinkScope<WindowSender> scope = link.Enter(); });

        Assert.Equal(CloseKind.Local, thrown.Reason.Kind);
    }

    [Fact]
    public async Task Close_SendsFirstWhatWasWritten()
    {
        var (link, _, peer) = Open(window: 1000);
        var sent = new List<ValueTask>();
        for (uint i = 1; i <= 500; i++)
            sent.Add(Send(link, i));

        ValueTask disposal = link.DisposeAsync();
        for (uint i = 1; i <= 500; i++)
            await peer.ExpectsAsync(Hexed(WindowProtocol.Data, i, i));

        await peer.ExpectsEndAsync();
        await disposal;
        foreach (ValueTask each in sent)
            await Assert.ThrowsAsync<LinkClosedException>(async () => await each);
    }

    [Fact]
    public async Task Peer_ThatTakesNothing_IsGivenUpAfterTheSendTimeout()
    {
        (MemoryConnection near, _) = MemoryConnection.CreatePair(capacity: 32);
        var session = new WindowSender(1000, TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        var link = new Link<WindowSender>(near, session, new LinkOptions { TimeProvider = _time, SendTimeout = TimeSpan.FromSeconds(3) });
        link.Start();

        ValueTask[] sent = [.. Enumerable.Range(1, 50).Select(i => Send(link, (uint)i))];
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Null(link.CloseReason);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        CloseReason reason = await link.Completion;
        Assert.Equal(CloseKind.TimedOut, reason.Kind);
        Assert.Contains("took no octets for 3 s", reason.Message, StringComparison.Ordinal);
        foreach (ValueTask each in sent)
            await Assert.ThrowsAsync<LinkClosedException>(async () => await each);
    }

    [Fact]
    public async Task Output_BeyondItsLimit_ClosesTheLink()
    {
        (MemoryConnection near, _) = MemoryConnection.CreatePair(capacity: 32);
        var session = new WindowSender(100_000, TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        var link = new Link<WindowSender>(near, session, new LinkOptions { TimeProvider = _time, MaxPendingOutput = 1024 });
        link.Start();

        Assert.Throws<LinkClosedException>(() =>
        {
            for (uint i = 0; i < 1000; i++)
                _ = Send(link, i).Preserve();
        });

        Assert.Equal(CloseKind.LimitExceeded, link.CloseReason!.Kind);
        _time.Advance(TimeSpan.FromSeconds(10)); // what was being sent is given up
        await link.Completion;
    }

    [Fact]
    public async Task Session_ThatThrows_ClosesItsLinkAlone()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var link = new Link<ThrowingSession>(near, new ThrowingSession());
        link.Start();

        await far.Output.WriteAsync(new byte[] { 1 });

        CloseReason reason = await link.Completion;
        Assert.Equal(CloseKind.InternalFault, reason.Kind);
        Assert.IsType<NotSupportedException>(reason.Exception);
    }

    [Fact]
    public async Task Session_ThatThrowsWhenAskedForItsDeadline_ClosesItsLink_AndLeavesTheLockFree()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var session = new ThrowingSession();
        var link = new Link<ThrowingSession>(near, session);
        link.Start();

        using (link.Enter())
            session.DeadlineThrows = true;

        CloseReason reason = await link.Completion;
        Assert.Equal(CloseKind.InternalFault, reason.Kind);
        Assert.IsType<NotSupportedException>(reason.Exception);
        Assert.Throws<LinkClosedException>(() => link.Enter());
        await far.DisposeAsync();
    }

    private sealed class ThrowingSession : ISession
    {
        public bool DeadlineThrows { get; set; }

        public long Deadline => DeadlineThrows ? throw new NotSupportedException("on purpose") : long.MaxValue;

        public void OnOpened(long now, SessionOutput output)
        {
        }

        public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output) => throw new NotSupportedException("on purpose");

        public void OnDeadline(long now, SessionOutput output)
        {
        }

        public void OnClosed(CloseReason reason, SessionOutput output)
        {
        }
    }

    [Fact]
    public async Task Session_ThatIsNotReady_IsNotReadFrom_UntilItIs()
    {
        var asked = new Signal();
        var received = new Signal();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = new RecordingSession
        {
            Receiving = _ => received.Set(),
            Waiting = () =>
            {
                asked.Set();
                return new ValueTask(ready.Task);
            },
        };
        var peer = new ScriptedPeer();
        var link = new Link<RecordingSession>(peer.Connect(), session, new LinkOptions { TimeProvider = _time });
        link.Start();

        await peer.RepliesAsync("01 02");
        await asked.NextAsync();
        Assert.Equal("opened /opened", session.Calls);
        ready.SetResult();
        await received.NextAsync();

        await link.DisposeAsync();
    }
}
