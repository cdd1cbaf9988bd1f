using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>
/// The server's side of one connection in the binary form: finds frames, hands them over, and carries what the client is sent. One batch may
/// gather while the one before is being sent, and no more.
/// </summary>
internal sealed class BinaryServerSession(BrokerServer server, ConnectRequest request) : ISession, IClientTransport
{
    private const string Foreign = "a client must begin with busbar.v1 and a line feed";

    private readonly BinaryFrameCodec _codec = new(isServer: true, server.MaxMessageBytes);
    private readonly RoomSignal _room = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientConnection? _connection; // set before anything comes
    private bool _hasBegun; // the preamble has come
    private bool _isBroken; // nothing counts any more of what comes
    private bool _isClosing; // nothing is sent any more

    /// <summary>The link it belongs to; set before that starts.</summary>
    public Link<BinaryServerSession>? Link { get; set; }

    public long Deadline => long.MaxValue; // the server watches over silence and the hello

    public void OnOpened(long now, SessionOutput output) => _connection = server.ConnectIn(WireForm.Binary, this, request);

    [HotPath]
    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        if (_isBroken)
            return octets.Length;
        int begin = _hasBegun ? 0 : Begin(octets, output);
        int end = begin;
        while (_hasBegun)
        {
            FrameStatus status = _codec.Decode(octets[end..], out _);
            end += status.Consumed;
            if (status.Kind == FrameStatusKind.Complete)
                continue;
            if (end > begin)
                _connection!.ReceiveFrames(octets[begin..end]);
            if (status.Kind != FrameStatusKind.Malformed)
                return end;
            Break(status);
            return octets.Length;
        }

        return _isBroken ? octets.Length : end;
    }

    /// <summary>What a client sends faster than it is worked off waits at its side.</summary>
    public ValueTask WaitToReceiveAsync()
    {
        _connection?.WorkOffGathered();
        return _connection is { IsBehind: true } connection ? WaitForInboxAsync(connection) : default;
    }

    public void OnDeadline(long now, SessionOutput output)
    {
        // There is none.
    }

    public void OnRoom() => _room.Set();

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
        _room.End();
        _ended.TrySetResult();
        _connection?.OnClosed();
    }

    [HotPath]
    public bool TrySend(OutgoingObjects objects)
    {
        if (Link!.CloseReason is not null)
            return false;
        try
        {
            using LinkScope<BinaryServerSession> scope = Link.Enter();
            if (_isClosing)
                return false;
            Write(objects.Octets, scope.Output);
            return true;
        }
        catch (LinkClosedException)
        {
            return false;
        }
    }

    public ValueTask<bool> WaitForRoomAsync()
    {
        _room.Clear(); // before looking: what empties the output afterwards is noticed
        return !_room.HasEnded && PendingOctets() == 0 ? ValueTask.FromResult(true) : _room.WaitAsync();
    }

    public void Close(ClientCloseCode code, string reason)
    {
        _room.End();
        if (Link!.CloseReason is not null)
            return;
        try
        {
            using LinkScope<BinaryServerSession> scope = Link.Enter();
            if (_isClosing)
                return;
            _isClosing = _isBroken = true;
            var text = new WireBuffer();
            JsonWire.WriteClose(text, (int)code, reason);
            BinaryWire.WriteJson(scope.Output, text.Written);
            text.Release();
            scope.Output.Close(CloseReason.Local(reason));
        }
        catch (LinkClosedException)
        {
            // It has ended meanwhile.
        }
    }

    private static void Write(ReadOnlySpan<byte> frames, SessionOutput output)
    {
        frames.CopyTo(output.GetSpan(frames.Length));
        output.Advance(frames.Length);
    }

    private static async ValueTask WaitForAnyAsync(Task first, Task second) => await Task.WhenAny(first, second).ConfigureAwait(false);

    private ValueTask WaitForInboxAsync(ClientConnection connection) => WaitForAnyAsync(connection.WaitForInboxAsync(), _ended.Task);

    /// <summary>Looks whether it is a client of this wire at all.</summary>
    /// <returns>Octets consumed: the preamble, or none as long as it has not come.</returns>
    private int Begin(ReadOnlySpan<byte> octets, SessionOutput output)
    {
        ReadOnlySpan<byte> preamble = BinaryWire.Preamble;
        int length = Math.Min(octets.Length, preamble.Length);
        if (!octets[..length].SequenceEqual(preamble[..length]))
        {
            _isBroken = true;
            output.Close(CloseReason.Violation(octets.CommonPrefixLength(preamble), Foreign));
            return 0;
        }

        _hasBegun = length == preamble.Length;
        return _hasBegun ? length : 0;
    }

    private void Break(FrameStatus status)
    {
        _isBroken = true;
        server.OnFault();
        if (ReferenceEquals(status.Rule, BinaryFrameCodec.TooLong))
            _connection!.CloseLater(ClientCloseCode.MessageTooBig, "a message is longer than maxMessage");
        else
            _connection!.CloseLater(ClientCloseCode.ProtocolError, status.Rule!);
    }

    private int PendingOctets()
    {
        if (Link!.CloseReason is not null)
            return 0;
        try
        {
            using LinkScope<BinaryServerSession> scope = Link.Enter();
            return scope.Output.PendingOctets;
        }
        catch (LinkClosedException)
        {
            return 0;
        }
    }
}
