using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>
/// Receives datagrams at one place and keeps their senders apart: the first of each is a connection, which keeps the boundaries of messages as those
/// of <see cref="UdpConnector"/> do. A sender is whoever its datagrams say: answers go there.
/// </summary>
public sealed class UdpListener : IConnectionListener
{
    private const int LongestDatagram = 65_535;

    private readonly Lock _lock = new();
    private readonly Socket _socket;
    private readonly UdpOptions _options;
    private readonly DatagramCount _dropped = new();
    private readonly Dictionary<SocketAddress, UdpPeerConnection> _peers = [];
    private readonly Channel<UdpPeerConnection> _unaccepted = Channel.CreateUnbounded<UdpPeerConnection>(); // bounded by the peers
    private long _received; // tells which peer was silent longest
    private long _displaced;
    private bool _isDisposed;

    private UdpListener(Socket socket, UdpOptions options)
    {
        _socket = socket;
        _options = options;
        LocalEndPoint = socket.LocalEndPoint!;
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(ReceiveAsync); // ends with the socket
    }

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <summary>Datagrams that came and were dropped because <see cref="UdpOptions.MaxWaiting"/> of their sender waited.</summary>
    public long DroppedDatagrams => _dropped.Value;

    /// <summary>Peers whose connections ended because <see cref="UdpOptions.MaxPeers"/> were there when another came.</summary>
    public long DisplacedPeers => Volatile.Read(ref _displaced);

    /// <summary>How many peers it keeps apart at once.</summary>
    public int MaxPeers => _options.MaxPeers;

    /// <summary>Receives at once.</summary>
    /// <param name="endPoint">The address and port, port 0 for any.</param>
    /// <param name="options">The socket's options.</param>
    /// <exception cref="IOException">The place cannot be listened at: in use, not ours, not permitted.</exception>
    public static UdpListener Bind(IPEndPoint endPoint, UdpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        UdpOptions checkedOptions = (options ?? new UdpOptions()).Validated();
        Socket socket = checkedOptions.CreateSocket(endPoint.AddressFamily);
        try
        {
            socket.Bind(endPoint);
            return new UdpListener(socket, checkedOptions);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException($"Cannot listen on {endPoint}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Connection?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _unaccepted.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <summary>Takes no new peers; the connections there are go on, and their socket ends with the last of them.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            EndSocketIfUnused();
        }

        _unaccepted.Writer.TryComplete();
        while (_unaccepted.Reader.TryRead(out UdpPeerConnection? peer))
            await peer.DisposeAsync().ConfigureAwait(false);
    }

    internal ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, SocketAddress address, CancellationToken cancellationToken) =>
        _socket.SendToAsync(datagram, SocketFlags.None, address, cancellationToken);

    internal void Remove(UdpPeerConnection peer)
    {
        lock (_lock)
        {
            if (_peers.TryGetValue(peer.Address, out UdpPeerConnection? present) && ReferenceEquals(present, peer))
                _peers.Remove(peer.Address);
            EndSocketIfUnused();
        }
    }

    private void EndSocketIfUnused()
    {
        if (_isDisposed && _peers.Count == 0)
            _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[LongestDatagram];
        var sender = new SocketAddress(_socket.AddressFamily);
        while (true)
        {
            try
            {
                int count = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, sender).ConfigureAwait(false);
                PeerOf(sender)?.Post(buffer.AsSpan(0, count));
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.MessageSize or SocketError.NoBufferSpaceAvailable)
            {
                // Some systems tell so of what was sent to a peer that has gone.
            }
            catch (Exception exception)
            {
                _unaccepted.Writer.TryComplete(exception is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted } ? null : exception);
                return;
            }
        }
    }

    private UdpPeerConnection? PeerOf(SocketAddress sender)
    {
        UdpPeerConnection? displaced = null;
        UdpPeerConnection? peer;
        lock (_lock)
        {
            if (!_peers.TryGetValue(sender, out peer))
            {
                if (_isDisposed)
                    return null;
                if (_peers.Count >= _options.MaxPeers)
                    displaced = RemoveMostSilent();
                peer = new UdpPeerConnection(this, Copy(sender), _options, _dropped);
                _peers.Add(peer.Address, peer);
                _unaccepted.Writer.TryWrite(peer);
            }

            peer.LastHeard = ++_received;
        }

        displaced?.Abort(CloseReason.LimitExceeded("another peer took its place"));
        return peer;
    }

    private UdpPeerConnection RemoveMostSilent()
    {
        UdpPeerConnection silent = _peers.Values.MinBy(peer => peer.LastHeard)!;
        _peers.Remove(silent.Address);
        Interlocked.Increment(ref _displaced);
        return silent;
    }

    /// <summary>The one that was received into is written over by the next.</summary>
    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
