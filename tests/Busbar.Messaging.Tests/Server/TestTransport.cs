using System.Text;
using System.Threading.Channels;

namespace Busbar.Messaging.Tests;

/// <summary>Carries the wire to a test: keeps what was sent, and has room for as long as the test wants.</summary>
internal sealed class TestTransport : IClientTransport, ITestCarrier
{
    private readonly Channel<string> _objects = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<(ClientCloseCode Code, string Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool>? _room;
    private bool _isFull;
    private bool _hasEnded;

    public ChannelReader<string> Objects => _objects.Reader;

    public Task<(ClientCloseCode Code, string Reason)> Closed => _closed.Task;

    public ClientConnection? Connection { get; set; }

    /// <summary>The largest batch that was taken, in octets.</summary>
    public int LargestBatch { get; private set; }

    /// <summary>A connection that has not said anything.</summary>
    public static TestTransport Connect(BrokerServer server)
    {
        var transport = new TestTransport();
        transport.Connection = server.Connect(transport, new ConnectRequest());
        return transport;
    }

    public void Say(ReadOnlySpan<byte> text) => Connection!.Receive(text);

    public Task SettleAsync() => Connection!.WaitForInboxAsync();

    public bool TrySend(OutgoingObjects objects)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return false;
            LargestBatch = Math.Max(LargestBatch, objects.Octets.Length);
            for (int i = 0; i < objects.Count; i++)
                _objects.Writer.TryWrite(Encoding.UTF8.GetString(objects[i]));
            return true;
        }
    }

    public ValueTask<bool> WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_hasEnded)
                return ValueTask.FromResult(false);
            if (!_isFull)
                return ValueTask.FromResult(true);
            _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<bool>(_room.Task);
        }
    }

    public void Close(ClientCloseCode code, string reason)
    {
        End();
        _closed.TrySetResult((code, reason));
        Connection?.OnClosed();
    }

    /// <summary>From now on there is no room, as with a page that reads nothing.</summary>
    public void Fill()
    {
        lock (_lock)
            _isFull = true;
    }

    /// <summary>There is room again.</summary>
    public void Empty() => Release(hasEnded: false);

    /// <summary>The network broke: nobody says anything.</summary>
    public void Break()
    {
        End();
        Connection!.OnClosed();
    }

    private void End()
    {
        Release(hasEnded: true);
        _objects.Writer.TryComplete();
    }

    private void Release(bool hasEnded)
    {
        TaskCompletionSource<bool>? room;
        lock (_lock)
        {
            _isFull = false;
            _hasEnded |= hasEnded;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult(!hasEnded);
    }
}
