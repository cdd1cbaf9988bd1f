using System.Buffers;
using System.Text;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>One poll: it takes one batch, which is its answer.</summary>
internal sealed class PollTransport : IClientTransport
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    public PollTransport() => _text.Write("["u8);

    public bool TrySend(OutgoingObjects objects)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return false;
            for (int i = 0; i < objects.Count; i++)
                Add(objects[i]);
            _hasEnded = true;
        }

        Diagnostics.ClientObjects.Add(objects.Count);
        Diagnostics.ClientBytes.Add(objects.Octets.Length);
        _answered.TrySetResult();
        return true;
    }

    /// <summary>There is room until there is an answer.</summary>
    public ValueTask<bool> WaitForRoomAsync()
    {
        lock (_lock)
            return ValueTask.FromResult(!_hasEnded);
    }

    public void Close(ClientCloseCode code, string reason)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;
            _hasEnded = true;
            Add(Encoding.UTF8.GetBytes(CloseObject.Of(code, reason)));
        }

        _answered.TrySetResult();
    }

    /// <summary>Waits for the answer.</summary>
    /// <param name="wait">How long; then it is empty.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The request has ended.</param>
    public async Task<ReadOnlyMemory<byte>> AnswerAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _answered.Task.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing came, unless it comes now.
        }

        End();
        _text.Write("]"u8);
        return _text.WrittenMemory;
    }

    /// <summary>Nothing is taken any more.</summary>
    public void End()
    {
        lock (_lock)
            _hasEnded = true;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        if (_text.WrittenCount > 1)
            _text.Write(","u8);
        _text.Write(text);
    }
}
