using System.Buffers;
using System.IO.Pipelines;
using Busbar.Links;

namespace Busbar.WebSockets;

/// <summary>A WebSocket as a connection of text messages.</summary>
internal sealed class TextConnection : Connection, IWebSocketHandler
{
    private const int MaxUnread = 4 * 1024 * 1024;

    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: MaxUnread, resumeWriterThreshold: MaxUnread / 2, useSynchronizationContext: false));
    private readonly WebSocketChannel _channel;
    private readonly TextWriter _output;

    public TextConnection(WebSocketChannel channel, string target)
    {
        _channel = channel;
        _output = new TextWriter(channel);
        Target = target;
    }

    public override PipeReader Input => _input.Reader;

    public override PipeWriter Output => _output;

    public override string Target { get; }

    public override bool PreservesMessages => true;

    public override void EndMessage() => _output.EndMessage();

    public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
    {
        PipeWriter writer = _input.Writer;
        writer.Write(message.Payload);
        writer.Write("\n"u8);
        Task<FlushResult> flushed = writer.FlushAsync().AsTask();
        if (!flushed.IsCompleted)
            sender.TryClose(WebSocketCloseCode.PolicyViolation, "more came than was read");
    }

    public void OnRoom() => _output.OnRoom();

    public void OnClosed(WebSocketClosure closure)
    {
        _output.OnClosed();
        _input.Writer.Complete(closure.Code == WebSocketCloseCode.NormalClosure ? null : new IOException(InWords(closure)));
    }

    public override void Abort(CloseReason reason) => _channel.Abort();

    public override async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync().ConfigureAwait(false);
        await _input.Reader.CompleteAsync().ConfigureAwait(false);
    }

    private static string InWords(WebSocketClosure closure) => closure switch
    {
        { IsClean: false } => closure.Reason.Message,
        { Description.Length: > 0 } => FormattableString.Invariant($"closed with {(int)closure.Code}: {closure.Description}"),
        _ => FormattableString.Invariant($"closed with {(int)closure.Code}"),
    };

    /// <summary>Gathers one message; a flush waits while the WebSocket has much to send.</summary>
    private sealed class TextWriter(WebSocketChannel channel) : PipeWriter
    {
        private const int Much = 256 * 1024;

        private readonly ArrayBufferWriter<byte> _message = new();
        private readonly Lock _lock = new();
        private TaskCompletionSource? _room;
        private bool _isClosed;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _message.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _message.GetSpan(sizeHint);

        public override void Advance(int bytes) => _message.Advance(bytes);

        public void EndMessage()
        {
            channel.TrySendText(_message.WrittenSpan.TrimEnd((byte)'\n'));
            _message.ResetWrittenCount();
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (channel.PendingOctets < Much)
                return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: Volatile.Read(ref _isClosed)));
            Task room;
            lock (_lock)
                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            if (channel.PendingOctets == 0)
                OnRoom(); // it came in between
            return AwaitAsync(room, cancellationToken);
        }

        public void OnRoom()
        {
            TaskCompletionSource? room;
            lock (_lock)
                (room, _room) = (_room, null);
            room?.SetResult();
        }

        public void OnClosed()
        {
            Volatile.Write(ref _isClosed, true);
            OnRoom();
        }

        public override void CancelPendingFlush() => OnRoom();

        public override void Complete(Exception? exception = null)
        {
        }

        private async ValueTask<FlushResult> AwaitAsync(Task room, CancellationToken cancellationToken)
        {
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new FlushResult(isCanceled: false, isCompleted: Volatile.Read(ref _isClosed));
        }
    }
}
