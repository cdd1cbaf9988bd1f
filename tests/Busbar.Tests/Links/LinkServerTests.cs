using System.Net;
using System.Threading.Channels;
using Busbar.Links;

namespace Busbar.Tests.Links;

public sealed class LinkServerTests
{
    private const int Patience = 60_000;

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

    private sealed class HandListener : IConnectionListener
    {
        private readonly Channel<Connection> _connections = Channel.CreateUnbounded<Connection>();

        public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

        public int Disposals { get; private set; }

        public Exception? DisposalThrows { get; set; }

        public void Connects(Connection connection) => _connections.Writer.TryWrite(connection);

        public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default) => await _connections.Reader.ReadAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return DisposalThrows is { } exception ? throw exception : ValueTask.CompletedTask;
        }
    }
}
