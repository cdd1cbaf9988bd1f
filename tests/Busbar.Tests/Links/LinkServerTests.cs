using System.Net;
using System.Threading.Channels;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Tests.Links;

public sealed class LinkServerTests
{
    private const int Patience = 60_000;

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _logger = new();
    private readonly HandListener _listener = new();

    private LinkServer<RecordingSession> Serve(Func<Connection, RecordingSession>? create = null, LinkServerOptions? options = null) =>
        new(_listener, create ?? (_ => new RecordingSession()), options);

    [Fact(Timeout = Patience)]
    public async Task Disposal_Twice_IsHarmless()
    {
        LinkServer<RecordingSession> server = Serve();

        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.Equal(1, _listener.Disposals);
    }

    [Fact(Timeout = Patience)]
    public async Task Connection_BeyondTheLimit_IsAbortedAndDisposed()
    {
        await using LinkServer<RecordingSession> server = Serve(options: new LinkServerOptions { MaxConnections = 1 });
        var first = new HandConnection();
        var second = new HandConnection();

        _listener.Connects(first);
        _listener.Connects(second);

        await second.Ending;
        Assert.Equal("aborted", second.Ended);
        Assert.Equal((1, 1L, 1L), (server.OpenConnections, server.AcceptedConnections, server.RefusedConnections));
    }

    [Fact(Timeout = Patience)]
    public async Task Connection_WhoseSessionCannotBeMade_IsAbortedAndDisposed()
    {
        await using LinkServer<RecordingSession> server = Serve(_ => throw new InvalidOperationException("no session"));
        var connection = new HandConnection { DisposalThrows = new IOException("neither that") };

        _listener.Connects(connection);

        await connection.Ending;
        Assert.Equal("aborted", connection.Ended);
    }

    [Fact(Timeout = Patience)]
    public async Task Disposal_WhenTheListenerThrows_StillEndsTheLinks()
    {
        LinkServer<RecordingSession> server = Serve();
        var connection = new HandConnection();
        _listener.Connects(connection);
        await connection.Reading;
        _listener.DisposalThrows = new IOException("cannot remove the file");

        await Assert.ThrowsAsync<IOException>(async () => await server.DisposeAsync());

        Assert.True(connection.IsDisposed);
    }

    [Fact(Timeout = Patience)]
    public async Task Links_HoldOnlyOpenedOnes()
    {
        LinkServer<RecordingSession>? server = null;
        var seen = new TaskCompletionSource<int>();
        server = Serve(_ => new RecordingSession { Opening = _ => seen.SetResult(server!.Links.Count()) });
        await using LinkServer<RecordingSession> disposed = server;

        _listener.Connects(new HandConnection());

        Assert.Equal(0, await seen.Task);
    }

    [Fact(Timeout = Patience)]
    public async Task Accepting_ThatFails_IsLoggedAndTriedAgainAfterASecond()
    {
        await using LinkServer<RecordingSession> server = Serve(options: Watched());
        var before = new HandConnection();
        var after = new HandConnection();

        _listener.Connects(before);
        _listener.Fails(new IOException("too many open files"));
        _listener.Connects(after);
        await before.Reading;
        while (_time.PendingTimers == 0)
            await Task.Yield();
        Assert.Equal(1, server.AcceptedConnections);
        _time.Advance(TimeSpan.FromSeconds(1));

        await after.Reading;
        Assert.Equal(122, Assert.Single(_logger.Entries).Id.Id);
        Assert.Null(before.Ended);
    }

    [Fact(Timeout = Patience)]
    public async Task Connections_BeyondTheLimit_AreLoggedOnceUntilThereWasRoom()
    {
        await using LinkServer<RecordingSession> server = Serve(options: Watched() with { MaxConnections = 1 });
        HandConnection[] connections = [.. Enumerable.Range(0, 6).Select(_ => new HandConnection())];

        foreach (HandConnection connection in connections[..4])
            _listener.Connects(connection);
        await connections[3].Ending;
        while (!server.Links.Any())
            await Task.Yield();
        Assert.Single(server.Links).Close(CloseReason.Local());
        while (server.OpenConnections > 0)
            await Task.Yield();
        _listener.Connects(connections[4]);
        _listener.Connects(connections[5]);
        await connections[5].Ending;

        Assert.Equal((2L, 4L), (server.AcceptedConnections, server.RefusedConnections));
        Assert.Equal(2, _logger.Entries.Count(entry => entry.Id.Id == 120));
    }

    [Fact(Timeout = Patience)]
    public async Task Connection_ThatNeverOpensAndIsDeaf_LosesItsPlaceInTime()
    {
        await using LinkServer<RecordingSession> server = Serve(options: Watched() with { MaxConnections = 1 });
        var never = new TaskCompletionSource();
        var deaf = new HandConnection { Opening = _ => new(never.Task) };
        var next = new HandConnection();

        _listener.Connects(deaf);
        while (_time.PendingTimers == 0)
            await Task.Yield();
        _time.Advance(TimeSpan.FromSeconds(10));
        while (server.OpenConnections > 0)
            await Task.Yield();
        _listener.Connects(next);
        await next.Reading;

        Assert.Equal("aborted", deaf.Ended);
        Assert.Equal((2L, 1L, 0L), (server.AcceptedConnections, server.FailedConnections, server.RefusedConnections));
        Assert.Contains("not open after 10 s", Assert.Single(_logger.Entries, entry => entry.Id.Id == 121).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Disposal_WhileADeafConnectionOpens_WaitsForNothing()
    {
        LinkServer<RecordingSession> server = Serve();
        var opening = new TaskCompletionSource();
        var deaf = new HandConnection
        {
            Opening = _ =>
            {
                opening.TrySetResult();
                return new(new TaskCompletionSource().Task);
            },
        };
        _listener.Connects(deaf);
        await opening.Task;

        await server.DisposeAsync();

        Assert.True(deaf.IsDisposed);
    }

    [Fact]
    public async Task Attach_IsGivenEachLinkAndItsSession_BeforeTheLinkStarts()
    {
        var attached = new TaskCompletionSource<(Link<RecordingSession> Link, RecordingSession Session, string Calls)>();
        var session = new RecordingSession();
        await using var server = new LinkServer<RecordingSession>(
            _listener, _ => session, Watched(), (link, its) => attached.SetResult((link, its, its.Calls)));

        _listener.Connects(new HandConnection());
        (Link<RecordingSession> link, RecordingSession its, string calls) = await attached.Task;

        Assert.Same(session, its);
        Assert.NotNull(link);
        Assert.Equal("", calls);
    }

    private LinkServerOptions Watched() => new() { Link = { TimeProvider = _time, Logger = _logger } };

    private sealed class HandListener : IConnectionListener
    {
        private readonly Channel<Func<Connection>> _connections = Channel.CreateUnbounded<Func<Connection>>();

        public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

        public int Disposals { get; private set; }

        public Exception? DisposalThrows { get; set; }

        public void Connects(Connection connection) => _connections.Writer.TryWrite(() => connection);

        public void Fails(Exception exception) => _connections.Writer.TryWrite(() => throw exception);

        public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default) =>
            (await _connections.Reader.ReadAsync(cancellationToken))();

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return DisposalThrows is { } exception ? throw exception : ValueTask.CompletedTask;
        }
    }
}
