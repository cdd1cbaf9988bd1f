using System.Buffers;
using System.Globalization;
using System.Text;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>
/// The wire as Server-Sent Events: each object is one event, whose id is the last position that it takes. One batch may gather while the
/// one before is being sent.
/// </summary>
internal sealed class EventStreamTransport : IClientTransport
{
    private readonly Lock _lock = new();
    private readonly RoomSignal _room = new();
    private readonly CancellationTokenSource _cut = new();
    private ArrayBufferWriter<byte> _gathered = new();
    private ArrayBufferWriter<byte> _sending = new();
    private TaskCompletionSource _something = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosing;

    /// <summary>Cancelled when the client took nothing for too long after the end.</summary>
    public CancellationToken Cut => _cut.Token;

    public bool TrySend(OutgoingObjects objects)
    {
        lock (_lock)
        {
            if (_isClosing)
                return false;
            for (int i = 0; i < objects.Count; i++)
                Write(objects[i], objects.PositionOf(i));
            _something.TrySetResult();
        }

        Diagnostics.ClientObjects.Add(objects.Count);
        Diagnostics.ClientBytes.Add(objects.Octets.Length);
        return true;
    }

    public ValueTask<bool> WaitForRoomAsync()
    {
        _room.Clear();
        lock (_lock)
        {
            if (!_isClosing && _gathered.WrittenCount == 0)
                return ValueTask.FromResult(true);
        }

        return _room.WaitAsync();
    }

    public void Close(ClientCloseCode code, string reason)
    {
        lock (_lock)
        {
            if (_isClosing)
                return;
            _isClosing = true;
            Write(Encoding.UTF8.GetBytes(CloseObject.Of(code, reason)), 0);
            _something.TrySetResult();
        }

        _room.End();
        _cut.CancelAfter(TimeSpan.FromSeconds(5));
    }

    /// <summary>The request has ended.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isClosing = true;
            _something.TrySetResult();
        }

        _room.End();
        _cut.Dispose();
    }

    /// <summary>Waits for something to send.</summary>
    /// <returns>Valid until the next call; empty at the end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task something;
            lock (_lock)
            {
                if (_gathered.WrittenCount > 0)
                {
                    (_gathered, _sending) = (_sending, _gathered);
                    _gathered.ResetWrittenCount();
                    break;
                }

                if (_isClosing)
                    return default;
                if (_something.Task.IsCompleted)
                    _something = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                something = _something.Task;
            }

            await something.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        _room.Set();
        return _sending.WrittenMemory;
    }

    /// <summary>A value may hold line breaks between its tokens: each line is one of data, which the client joins by a break again.</summary>
    private void Write(ReadOnlySpan<byte> text, long position)
    {
        if (position > 0)
        {
            _gathered.Write("id: "u8);
            Span<byte> digits = stackalloc byte[20];
            position.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture);
            _gathered.Write(digits[..written]);
            _gathered.Write("\n"u8);
        }

        while (true)
        {
            int end = text.IndexOfAny((byte)'\n', (byte)'\r');
            _gathered.Write("data: "u8);
            _gathered.Write(end < 0 ? text : text[..end]);
            _gathered.Write("\n"u8);
            if (end < 0)
                break;
            text = text[(end + 1)..];
        }

        _gathered.Write("\n"u8);
    }
}
