using System.Buffers;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.WebSockets.Tests.Support;

/// <summary>Shows a session octets on the test's own thread, as the link's pump would, and reads what it sends.</summary>
internal sealed class SessionDriver : IAsyncDisposable
{
    private const int Capacity = 256 * 1024 * 1024;

    private readonly Link<WebSocketSession> _link;
    private readonly MemoryConnection _far;
    private readonly WebSocketRole _role;
    private byte[] _waiting = [];

    public SessionDriver(WebSocketRole role, IWebSocketHandler handler, WebSocketSessionOptions? options = null)
    {
        (MemoryConnection near, _far) = MemoryConnection.CreatePair(Capacity);
        options ??= new WebSocketSessionOptions();
        _role = role;
        _link = new Link<WebSocketSession>(near, new WebSocketSession(role, handler, options), new LinkOptions { TimeProvider = options.TimeProvider, MaxPendingOutput = Capacity });
        _link.Start();
    }

    public Link<WebSocketSession> Link => _link;

    public CloseReason? CloseReason => _link.CloseReason;

    /// <summary>Shows the session what was not consumed, and this behind it.</summary>
    public void Receive(ReadOnlySpan<byte> octets)
    {
        if (CloseReason is not null)
            return;
        byte[] shown = _waiting.Length == 0 ? octets.ToArray() : [.. _waiting, .. octets];
        using LinkScope<WebSocketSession> scope = _link.Enter();
        int consumed = scope.Session.OnReceived(shown, scope.Now, scope.Output);
        Assert.InRange(consumed, 0, shown.Length);
        _waiting = shown[consumed..];
        Assert.InRange(_waiting.Length, 0, WebSocketFrameCodec.MaxHeaderLength + WebSocketFrameCodec.MaxControlPayload);
    }

    /// <summary>The frames that were sent since the last call.</summary>
    public List<string> Sent() => SentFrames.Read(SentOctets(), isMasked: _role == WebSocketRole.Client);

    /// <summary>The same for more than a caller's thread sends at once: waits until so many frames are there, or the connection has ended.</summary>
    public async Task<List<string>> SentAsync(int frames)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var octets = new List<byte>(SentOctets());
        while (SentFrames.Count(octets.ToArray()) < frames)
        {
            System.IO.Pipelines.ReadResult read = await _far.Input.ReadAsync(patience.Token);
            octets.AddRange(read.Buffer.ToArray());
            _far.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        return SentFrames.Read(octets.ToArray(), isMasked: _role == WebSocketRole.Client);
    }

    public byte[] SentOctets()
    {
        if (!_far.Input.TryRead(out System.IO.Pipelines.ReadResult read))
            return [];
        byte[] octets = read.Buffer.ToArray();
        _far.Input.AdvanceTo(read.Buffer.End);
        return octets;
    }

    /// <summary>Reads what was sent and forgets it, without allocating.</summary>
    public void Drop()
    {
        if (_far.Input.TryRead(out System.IO.Pipelines.ReadResult read))
            _far.Input.AdvanceTo(read.Buffer.End);
    }

    public async ValueTask DisposeAsync()
    {
        _link.Abort(CloseReason.Local("the test is over"));
        await _link.DisposeAsync();
        await _far.DisposeAsync();
    }
}
