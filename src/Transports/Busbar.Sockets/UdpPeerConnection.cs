using System.Net;
using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>One of those who send to a listener's socket.</summary>
internal sealed class UdpPeerConnection : UdpConnection
{
    private readonly UdpListener _listener;

    public UdpPeerConnection(UdpListener listener, SocketAddress address, UdpOptions options, DatagramCount dropped)
        : this(listener, address, EndPointOf(address), options, dropped)
    {
    }

    private UdpPeerConnection(UdpListener listener, SocketAddress address, EndPoint peer, UdpOptions options, DatagramCount dropped)
        : base(options, peer.ToString()!, dropped)
    {
        _listener = listener;
        Address = address;
        RemoteEndPoint = peer;
    }

    public SocketAddress Address { get; }

    public override EndPoint? LocalEndPoint => _listener.LocalEndPoint;

    public override EndPoint? RemoteEndPoint { get; }

    /// <summary>The number of the datagram it sent last; under the listener's lock.</summary>
    public long LastHeard { get; set; }

    protected override ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) =>
        _listener.SendAsync(datagram, Address, cancellationToken);

    protected override void EndCore() => _listener.Remove(this);

    private static EndPoint EndPointOf(SocketAddress address) =>
        new IPEndPoint(address.Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0).Create(address);
}
