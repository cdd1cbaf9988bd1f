using System.Buffers;
using System.IO.Pipelines;
using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>
/// A connection whose other side is the test, with the rough edges a carrier may have: a cancelled read goes on at once, on the
/// canceller's thread; messages may be kept apart; ending it may take as long as the test wants.
/// </summary>
internal sealed class HandConnection : Connection
{
    private readonly HandReader _input = new();
    private readonly HandWriter _output = new();
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override PipeReader Input => _input;

    public override PipeWriter Output => _output;

    public override string Target => "by hand";

    public override bool PreservesMessages => KeepsMessages;

    public bool KeepsMessages { get; init; }

    /// <summary>What opening does; nothing unless set.</summary>
    public Func<CancellationToken, ValueTask>? Opening { get; init; }

    /// <summary>What disposal waits for.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>What each send waits for.</summary>
    public Task Taking
    {
        get => _output.Taking;
        init => _output.Taking = value;
    }

    public Exception? DisposalThrows { get; init; }

    public Action? OnDisposing { get; set; }

    /// <summary>Ends when somebody reads for the first time.</summary>
    public Task Reading => _input.Reading;

    /// <summary>Ends when disposal has begun.</summary>
    public Task Ending => _ending.Task;

    public bool IsDisposed { get; private set; }

    public bool IsAborted { get; private set; }

    /// <summary>How it ended first: "aborted" or "disposed".</summary>
    public string? Ended { get; private set; }

    public IReadOnlyList<byte[]> Messages => _output.Messages;

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => Opening?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;

    public override void EndMessage() => _output.EndMessage();

    public override void Abort(CloseReason reason)
    {
        Ended ??= "aborted";
        IsAborted = true;
        _input.CancelPendingRead();
    }

    public override async ValueTask DisposeAsync()
    {
        Ended ??= "disposed";
        _ending.TrySetResult();
        OnDisposing?.Invoke();
        await Gate;
        IsDisposed = true;
        if (DisposalThrows is { } exception)
            throw exception;
    }

    private sealed class HandReader : PipeReader
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource<ReadResult>? _reading;
        private bool _cancelled;

        public Task Reading => _first.Task;

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            lock (_lock)
            {
                _first.TrySetResult();
                if (_cancelled)
                    return new(new ReadResult(default, isCanceled: true, isCompleted: false));
                _reading = new TaskCompletionSource<ReadResult>();
                return new(_reading.Task);
            }
        }

        public override void CancelPendingRead()
        {
            TaskCompletionSource<ReadResult>? reading;
            lock (_lock)
            {
                _cancelled = true;
                reading = _reading;
                _reading = null;
            }

            reading?.SetResult(new ReadResult(default, isCanceled: true, isCompleted: false));
        }

        public override bool TryRead(out ReadResult result)
        {
            result = default;
            return false;
        }

        public override void AdvanceTo(SequencePosition consumed)
        {
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class HandWriter : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> _written = new();
        private readonly List<byte[]> _messages = [];

        public Task Taking { get; set; } = Task.CompletedTask;

        public IReadOnlyList<byte[]> Messages
        {
            get
            {
                lock (_messages)
                    return [.. _messages];
            }
        }

        public void EndMessage()
        {
            lock (_messages)
                _messages.Add(_written.WrittenSpan.ToArray());
            _written.Clear();
        }

        public override void Advance(int bytes) => _written.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _written.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _written.GetSpan(sizeHint);

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            await Taking;
            return default;
        }
    }
}
