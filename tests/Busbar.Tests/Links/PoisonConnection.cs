using System.IO.Pipelines;
using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>
/// A connection that watches what it is given: octets handed over for sending must stay as they are until the send has ended, one
/// send at a time. Sends end now, later, or not before it is aborted, as its seed says; received octets come in pieces of any size.
/// </summary>
internal sealed class PoisonConnection : Connection
{
    private readonly Pipe _incoming = new(new PipeOptions(minimumSegmentSize: 16, useSynchronizationContext: false));
    private readonly WatchingWriter _output;
    private int _ended;

    public PoisonConnection(Random random) => _output = new WatchingWriter(random);

    public override PipeReader Input => _incoming.Reader;

    public override PipeWriter Output => _output;

    public override string Target => "poison";

    /// <summary>What the link did wrong; null when nothing.</summary>
    public string? Wrong => _output.Wrong;

    public PipeWriter Peer => _incoming.Writer;

    public long Sent => _output.Sent;

    public override void Abort(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        _output.Break();
        _incoming.Writer.Complete(new IOException("reset"));
    }

    public override async ValueTask DisposeAsync()
    {
        _output.End();
        await _incoming.Reader.CompleteAsync();
    }

    private sealed class WatchingWriter(Random random) : PipeWriter
    {
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _writing;
        private bool _isEnded;

        public string? Wrong { get; private set; }

        public long Sent { get; private set; }

        public void Break() => _broken.TrySetException(new IOException("reset"));

        public void End()
        {
            if (Volatile.Read(ref _writing) != 0)
                Wrong ??= "disposed while a send was under way";
            _isEnded = true;
        }

        public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Exchange(ref _writing, 1) != 0)
                Wrong ??= "two sends at once";
            if (_isEnded)
                Wrong ??= "sent after disposal";
            if (source.IsEmpty)
                Wrong ??= "sent nothing";
            byte[] copy = source.ToArray();
            try
            {
                switch (random.Next(40))
                {
                    case < 20:
                        break;
                    case < 39:
                        for (int i = random.Next(8); i >= 0; i--)
                            await Task.Yield();
                        break;
                    default:
                        await Task.WhenAny(_broken.Task, Yields(200)).Unwrap();
                        break;
                }

                if (_broken.Task.IsFaulted)
                    await _broken.Task;
                return default;
            }
            finally
            {
                if (!source.Span.SequenceEqual(copy))
                    Wrong ??= $"{copy.Length} octets changed while they were sent";
                Sent += copy.Length;
                Volatile.Write(ref _writing, 0);
            }
        }

        public override void Advance(int bytes) => throw new NotSupportedException();

        public override Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

        public override Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => new(default(FlushResult));

        private static async Task Yields(int count)
        {
            for (int i = 0; i < count; i++)
                await Task.Yield();
        }
    }
}
