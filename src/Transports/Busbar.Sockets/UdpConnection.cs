using System.IO.Pipelines;
using System.Net;
using Busbar.Links;

namespace Busbar.Sockets;

/// <summary>Datagrams to and from one peer; who receives them and how they leave is the derived one's.</summary>
internal abstract class UdpConnection : Connection
{
    private readonly DatagramReader _input;
    private readonly DatagramWriter _output;
    private readonly DatagramCount _dropped;
    private int _isEnded;

    protected UdpConnection(UdpOptions options, string target, DatagramCount dropped)
    {
        _dropped = dropped;
        Target = target;
        _input = new DatagramReader(options.MaxWaiting);
        _output = new DatagramWriter(SendAsync);
    }

    public override PipeReader Input => _input;

    public override PipeWriter Output => _output;

    public override string Target { get; }

    public override bool PreservesMessages => true;

    public abstract override EndPoint? LocalEndPoint { get; }

    public abstract override EndPoint? RemoteEndPoint { get; }

    /// <summary>A datagram has come, which is copied, or dropped and counted.</summary>
    public void Post(ReadOnlySpan<byte> datagram)
    {
        if (!_input.Post(datagram))
            _dropped.Add();
    }

    public override void EndMessage() => _output.EndMessage();

    public override void Abort(CloseReason reason) => End();

    public override ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing more comes.</summary>
    protected void EndInput(Exception failure) => _input.End(failure);

    protected abstract ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken);

    /// <summary>Gives up what carries it. Once.</summary>
    protected abstract void EndCore();

    private void End()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;
        _input.End();
        EndCore();
    }
}
