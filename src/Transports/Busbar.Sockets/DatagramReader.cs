using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Busbar.Sockets;

/// <summary>
/// Datagrams in the order they came, a bounded number of them. Each read is one datagram, and what is not consumed of it is dropped with it.
/// Allocates nothing once its buffers have grown.
/// </summary>
internal sealed class DatagramReader(int capacity) : PipeReader, IValueTaskSource<ReadResult>, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly byte[][] _octets = new byte[capacity][];
    private readonly int[] _lengths = new int[capacity];
    private ManualResetValueTaskSourceCore<ReadResult> _core;
    private ReadResult _outcome; // of the read that is woken
    private Exception? _outcomeFailure;
    private CancellationTokenRegistration _registration;
    private Exception? _failure;
    private int _first;
    private int _count;
    private bool _isShown; // the first: it stays at its place until the reader advances
    private bool _isAwaited;
    private bool _isCanceled;
    private bool _isEnded;

    /// <summary>Takes a copy.</summary>
    /// <returns>False when as many wait as may, or when nobody reads any more: it is lost.</returns>
    public bool Post(ReadOnlySpan<byte> datagram)
    {
        lock (_lock)
        {
            if (_count == capacity || _isEnded)
                return false;
            int place = (_first + _count) % capacity;
            if (_octets[place] is not { } octets || octets.Length < datagram.Length)
                _octets[place] = octets = new byte[datagram.Length];
            datagram.CopyTo(octets);
            _lengths[place] = datagram.Length;
            _count++;
            Wake();
            return true;
        }
    }

    /// <summary>Nothing more comes; what has come can still be read.</summary>
    public void End(Exception? failure = null)
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            _failure = failure;
            Wake();
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_isAwaited)
                throw new InvalidOperationException("There is a read under way.");
            if (TryTake(out ReadResult result))
                return new(result);
            if (_failure is { } failure)
                return ValueTask.FromException<ReadResult>(failure);
            _core.Reset();
            _isAwaited = true;
            if (cancellationToken.CanBeCanceled)
                _registration = cancellationToken.UnsafeRegister(static (reader, token) => ((DatagramReader)reader!).Cancel(token), this);
            return new(this, _core.Version);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_lock)
            return TryTake(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => Drop();

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => Drop();

    public override void CancelPendingRead()
    {
        lock (_lock)
        {
            _isCanceled = true;
            Wake();
        }
    }

    public override void Complete(Exception? exception = null) => End();

    void IThreadPoolWorkItem.Execute()
    {
        if (_outcomeFailure is { } failure)
            _core.SetException(failure);
        else
            _core.SetResult(_outcome);
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _registration.Dispose();
        return _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private bool TryTake(out ReadResult result)
    {
        if (_count > 0 && !_isCanceled)
        {
            _isShown = true;
            result = new ReadResult(new ReadOnlySequence<byte>(_octets[_first], 0, _lengths[_first]), isCanceled: false, isCompleted: false);
            return true;
        }

        result = new ReadResult(ReadOnlySequence<byte>.Empty, _isCanceled, _isEnded);
        bool isAny = _isCanceled || (_isEnded && _failure is null);
        _isCanceled = false;
        return isAny;
    }

    private void Wake()
    {
        if (!_isAwaited)
            return;
        if (TryTake(out _outcome))
            Wake(failure: null);
        else if (_failure is { } failure)
            Wake(failure);
    }

    /// <summary>On the thread pool: whoever receives for all must not work for one.</summary>
    private void Wake(Exception? failure)
    {
        _isAwaited = false;
        _outcomeFailure = failure;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isAwaited)
                Wake(new OperationCanceledException(cancellationToken));
        }
    }

    private void Drop()
    {
        lock (_lock)
        {
            if (!_isShown)
                return; // what was read was no datagram
            _isShown = false;
            _first = (_first + 1) % capacity;
            _count--;
        }
    }
}
