using System.Buffers;
using System.Runtime.CompilerServices;

namespace Busbar.Links;

/// <summary>
/// What a session writes to, under its link's lock: octets to send, operations to complete, the wish to close. All that is written
/// until the lock is left goes out with one flush. Allocates nothing once its buffers have grown.
/// </summary>
public sealed class SessionOutput : IBufferWriter<byte>
{
    private const int InitialSize = 1024;
    private const int KeptSize = 64 * 1024;
    private const int SliceSize = 64 * 1024;

    private byte[] _pending = [];
    private int _pendingCount;
    private byte[] _sending = [];
    private int _sendingCount;
    private int _sliceStart;
    private List<int>? _pendingFrameEnds;
    private List<int>? _sendingFrameEnds;
    private Operation? _firstCompleted;
    private Operation? _lastCompleted;

    internal SessionOutput(bool marksFrames)
    {
        if (marksFrames)
        {
            _pendingFrameEnds = [];
            _sendingFrameEnds = [];
        }
    }

    /// <summary>Octets written and not yet handed to the transport: what a session with much to say looks at.</summary>
    public int PendingOctets => _pendingCount;

    internal (int Offset, int Octets, string Rule)? SkippedFirst { get; private set; }

    /// <summary>Octets that can go out now: a message is sent whole, so a frame that has begun waits for its end.</summary>
    internal int SendableOctets => _pendingFrameEnds is null ? _pendingCount : WholeFrames(_pendingFrameEnds);

    internal CloseReason? CloseRequested { get; private set; }

    internal ReadOnlyMemory<byte> Sending => _sending.AsMemory(0, _sendingCount);

    /// <summary>What a byte stream is to take next: much is sent in slices, so that a peer that takes it slowly is told from one that takes nothing.</summary>
    internal ReadOnlyMemory<byte> SendingSlice => _sending.AsMemory(_sliceStart, Math.Min(_sendingCount - _sliceStart, SliceSize));

    internal List<int>? SendingFrameEnds => _sendingFrameEnds;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [HotPath]
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        int size = Math.Max(sizeHint, 1);
        if (_pending.Length - _pendingCount < size)
            Grow(size);
        return _pending.AsSpan(_pendingCount);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int size = Math.Max(sizeHint, 1);
        if (_pending.Length - _pendingCount < size)
            Grow(size);
        return _pending.AsMemory(_pendingCount);
    }

    /// <inheritdoc/>
    [HotPath]
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_pending.Length - _pendingCount), nameof(count));
        _pendingCount += count;
    }

    /// <summary>
    /// Ends a frame: on a connection that preserves messages, what was written since the last end is one message, and is sent only
    /// when ended. Does nothing where nothing was written, and on a byte stream.
    /// </summary>
    public void EndFrame()
    {
        if (_pendingFrameEnds is not null && _pendingCount > WholeFrames(_pendingFrameEnds))
            _pendingFrameEnds.Add(_pendingCount);
    }

    /// <summary>Completes an operation once the lock is left and the output flushed. In the order of the calls.</summary>
    /// <exception cref="InvalidOperationException">It was completed before in the same call.</exception>
    [HotPath]
    public void Complete(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.IsCompleting)
            throw new InvalidOperationException("The operation is completed already.");
        operation.IsCompleting = true;
        operation.NextCompleted = null;
        if (_lastCompleted is null)
            _firstCompleted = operation;
        else
            _lastCompleted.NextCompleted = operation;
        _lastCompleted = operation;
    }

    /// <summary>Closes the connection once what was written has been sent. The first reason stands.</summary>
    public void Close(CloseReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        CloseRequested ??= reason;
    }

    /// <summary>Says that octets were dropped because they broke a rule and the connection goes on. The link logs the first of each connection; the session counts them.</summary>
    /// <param name="offset">Where they began in what the session was shown.</param>
    /// <param name="octets">How many there were.</param>
    /// <param name="rule">The rule, as the codec named it.</param>
    public void Skipped(int offset, int octets, string rule) => SkippedFirst ??= (offset, octets, rule);

    [HotPath]
    internal Operation? TakeCompleted()
    {
        Operation? first = _firstCompleted;
        _firstCompleted = _lastCompleted = null;
        return first;
    }

    /// <summary>Makes what is pending the thing being sent. The link calls it under its lock, when nothing is being sent.</summary>
    [HotPath]
    internal void BeginSend()
    {
        int begun = _pendingCount - SendableOctets;
        (_pending, _sending) = (_sending, _pending);
        (_sendingCount, _pendingCount) = (_pendingCount - begun, 0);
        _sliceStart = 0;
        (_pendingFrameEnds, _sendingFrameEnds) = (_sendingFrameEnds, _pendingFrameEnds);
        _pendingFrameEnds?.Clear();
        if (_pending.Length > KeptSize)
            Return(ref _pending);
        if (begun > 0)
            this.Write(_sending.AsSpan(_sendingCount, begun)); // a frame without its end yet
    }

    /// <summary>The slice was taken.</summary>
    /// <returns>True when there is one more.</returns>
    internal bool EndSlice()
    {
        if (_sendingCount - _sliceStart <= SliceSize || _sendingFrameEnds is not null)
            return false;
        _sliceStart += SliceSize;
        return true;
    }

    /// <summary>Forgets what was written beyond the first <paramref name="count"/> pending octets.</summary>
    internal void Truncate(int count)
    {
        _pendingCount = Math.Min(_pendingCount, count);
        _pendingFrameEnds?.RemoveAll(end => end > count);
    }

    /// <summary>Gives the buffers back; nothing may be written or being sent any more.</summary>
    internal void Release()
    {
        Return(ref _pending);
        Return(ref _sending);
        _pendingCount = _sendingCount = _sliceStart = 0;
    }

    private static int WholeFrames(List<int> ends) => ends.Count > 0 ? ends[^1] : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(InitialSize, _pending.Length * 2), _pendingCount + size));
        _pending.AsSpan(0, _pendingCount).CopyTo(larger);
        Return(ref _pending);
        _pending = larger;
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
