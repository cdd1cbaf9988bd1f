using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Tests.Links;

public sealed class LinkEdgeTests
{
    private const int Patience = 60_000; // a wake-up that is lost fails the test instead of stopping all

    private readonly ManualTimeProvider _time = new();

    private static void Write(Link<RecordingSession> link, byte[] octets, bool endFrame)
    {
        using LinkScope<RecordingSession> scope = link.Enter();
        octets.CopyTo(scope.Output.GetSpan(octets.Length));
        scope.Output.Advance(octets.Length);
        if (endFrame)
            scope.Output.EndFrame();
    }

    [Fact(Timeout = Patience)]
    public async Task Peer_ThatReadsNoMore_ClosesTheLink()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var session = new WindowSender(1, TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        var link = new Link<WindowSender>(near, session, new LinkOptions { TimeProvider = _time });
        link.Start();
        await far.Input.CompleteAsync(); // its own half stays open

        var operation = new WindowOperation();
        ValueTask sent = operation.Begin();
        using (LinkScope<WindowSender> scope = link.Enter())
            scope.Session.Send(operation, scope.Now, scope.Output);

        await Assert.ThrowsAsync<LinkClosedException>(async () => await sent);
        Assert.Equal(CloseKind.Remote, (await link.Completion).Kind);
    }

    [Fact(Timeout = Patience)]
    public async Task Close_BeforeTheStart_OpensNoSession()
    {
        var session = new RecordingSession();
        var link = new Link<RecordingSession>(new HandConnection(), session);
        link.Close(CloseReason.Local("changed my mind"));

        link.Start();

        Assert.Equal("changed my mind", (await link.Completion).Message);
        Assert.DoesNotContain("opened", session.Calls, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Disposal_OfALinkThatWasNeverStarted_EndsItsCompletion()
    {
        var connection = new HandConnection();
        var link = new Link<RecordingSession>(connection, new RecordingSession());

        await link.DisposeAsync();

        Assert.Equal(CloseKind.Local, (await link.Completion).Kind);
        Assert.True(connection.IsDisposed);
        Assert.Throws<InvalidOperationException>(link.Start);
    }

    [Fact]
    public void Enter_BeforeTheStart_IsRefused()
    {
        var session = new RecordingSession();
        var link = new Link<RecordingSession>(new HandConnection(), session);

        Assert.Throws<InvalidOperationException>(() => { using LinkScope<RecordingSession> scope = link.Enter(); });
    }

    [Fact(Timeout = Patience)]
    public async Task Open_SessionThatClosesAtOnce_IsClosedOnceAfterIt()
    {
        var connection = new HandConnection();
        var session = new RecordingSession { Opening = output => output.Close(CloseReason.Local("not you")) };
        var link = new Link<RecordingSession>(connection, session);

        link.Start();

        Assert.Equal("not you", (await link.Completion).Message);
        Assert.Equal("opened /opened closed /closed", session.Calls);
    }

    [Fact(Timeout = Patience)]
    public async Task Close_CalledByTheSessionItself_WaitsUntilTheSessionHasReturned()
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.CreatePair();
        var session = new RecordingSession();
        var link = new Link<RecordingSession>(near, session);
        session.Receiving = _ => link.Close(CloseReason.Local("enough"));
        link.Start();

        await far.Output.WriteAsync(new byte[] { 1 });

        await link.Completion;
        Assert.Equal("opened /opened received /received closed /closed", session.Calls);
    }

    [Fact(Timeout = Patience)]
    public async Task Abort_OnACarrierThatGoesOnAtOnce_AbortsBeforeItDisposes()
    {
        var connection = new HandConnection();
        var link = new Link<RecordingSession>(connection, new RecordingSession());
        link.Start();
        await connection.Reading; // the pump waits

        link.Abort(CloseReason.Local("at once"));

        await link.Completion;
        Assert.Equal("aborted", connection.Ended);
    }

    [Fact(Timeout = Patience)]
    public async Task Close_OnACarrierThatGoesOnAtOnce_DisposesOutsideTheLock()
    {
        var connection = new HandConnection();
        var link = new Link<RecordingSession>(connection, new RecordingSession());
        link.Start();
        await connection.Reading;
        Exception? thrown = null;
        connection.OnDisposing = () => thrown = Record.Exception(() => link.Enter().Dispose());

        link.Close(CloseReason.Local());

        await link.Completion;
        Assert.IsType<LinkClosedException>(thrown); // not the exception for a thread that holds the lock
    }

    [Fact(Timeout = Patience)]
    public async Task Frame_BegunInOneCall_AndEndedInAnother_IsOneMessage()
    {
        var connection = new HandConnection { KeepsMessages = true };
        await using var link = new Link<RecordingSession>(connection, new RecordingSession());
        link.Start();

        Write(link, [1, 2], endFrame: false);
        Assert.Empty(connection.Messages);
        Write(link, [3], endFrame: true);
        Write(link, [4], endFrame: true);

        Assert.Equal(["01 02 03", "04"], connection.Messages.Select(message => Hex.Format(message)));
    }

    [Fact(Timeout = Patience)]
    public async Task Frame_EndedTogetherWithABegunOne_SendsTheWholeOneAlone()
    {
        var connection = new HandConnection { KeepsMessages = true };
        await using var link = new Link<RecordingSession>(connection, new RecordingSession());
        link.Start();

        using (LinkScope<RecordingSession> scope = link.Enter())
        {
            new byte[] { 1, 2, 3 }.CopyTo(scope.Output.GetSpan(3));
            scope.Output.Advance(2);
            scope.Output.EndFrame();
            scope.Output.Advance(1);
        }

        Assert.Equal(["01 02"], connection.Messages.Select(message => Hex.Format(message)));
        Write(link, [4, 5], endFrame: true);
        Assert.Equal(["01 02", "03 04 05"], connection.Messages.Select(message => Hex.Format(message)));
    }

    [Fact(Timeout = Patience)]
    public async Task Frame_EndedWithNothingInIt_IsNoMessage()
    {
        var connection = new HandConnection { KeepsMessages = true };
        await using var link = new Link<RecordingSession>(connection, new RecordingSession());
        link.Start();

        Write(link, [], endFrame: true);
        Write(link, [1], endFrame: true);

        Assert.Equal(["01"], connection.Messages.Select(message => Hex.Format(message)));
    }

    [Fact(Timeout = Patience)]
    public async Task Frames_WrittenWhileClosing_AreNotSent()
    {
        var connection = new HandConnection { KeepsMessages = true };
        var session = new RecordingSession
        {
            Closing = output =>
            {
                output.GetSpan(1)[0] = 9;
                output.Advance(1);
                output.EndFrame();
            },
        };
        var link = new Link<RecordingSession>(connection, session);
        link.Start();

        using (LinkScope<RecordingSession> scope = link.Enter())
        {
            scope.Output.GetSpan(1)[0] = 1;
            scope.Output.Advance(1);
            scope.Output.EndFrame();
            scope.Output.Close(CloseReason.Local());
        }

        await link.Completion;
        Assert.Equal(["01"], connection.Messages.Select(message => Hex.Format(message)));
    }

    [Fact(Timeout = Patience)]
    public async Task Disposal_OfTheConnectionThatHangs_IsAbortedAfterTheSendTimeout()
    {
        var stream = new StuckStream();
        var link = new Link<RecordingSession>(new StreamConnection(stream, "stuck"), new RecordingSession(), new LinkOptions { TimeProvider = _time });
        link.Start();

        link.Close(CloseReason.Local());
        await stream.Disposing;
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(CloseKind.Local, (await link.Completion).Kind);
    }

    [Fact]
    public void Complete_OfAnOperationThatIsCompletedAlready_IsRefused()
    {
        var link = new Link<RecordingSession>(new HandConnection(), new RecordingSession());
        link.Start();
        var operation = new WindowOperation();
        _ = operation.Begin().Preserve();

        Assert.Throws<InvalidOperationException>(() =>
        {
            using LinkScope<RecordingSession> scope = link.Enter();
            scope.Output.Complete(operation);
            scope.Output.Complete(operation);
        });
    }
}
