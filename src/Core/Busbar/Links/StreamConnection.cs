using System.IO.Pipelines;

namespace Busbar.Links;

/// <summary>A connection over any duplex stream.</summary>
public class StreamConnection : Connection
{
    // One read may bring many frames; a large block keeps nearly all of them in one segment.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 32 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(leaveOpen: true);

    private const int Open = 0;
    private const int Closing = 1;
    private const int Aborted = 2;

    private readonly Stream _stream;
    private int _state;

    /// <summary>Takes the stream over.</summary>
    /// <param name="stream">Readable and writable, reads and writes at the same time allowed.</param>
    /// <param name="target">The peer for people and logs.</param>
    public StreamConnection(Stream stream, string target)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(target);
        _stream = stream;
        Target = target;
        Input = PipeReader.Create(stream, ReaderOptions);
        Output = PipeWriter.Create(stream, WriterOptions); // WriteAsync hands the caller's memory straight to the stream
    }

    /// <inheritdoc/>
    public override PipeReader Input { get; }

    /// <inheritdoc/>
    public override PipeWriter Output { get; }

    /// <inheritdoc/>
    public override string Target { get; }

    /// <inheritdoc/>
    public override void Abort(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _state, Aborted) != Aborted)
            AbortCore(); // ends an orderly close that hangs, too
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            int before = Interlocked.CompareExchange(ref _state, Closing, Open);
            if (before == Open)
                await CloseAsync().ConfigureAwait(false);
            else if (before == Aborted)
                await _stream.DisposeAsync().ConfigureAwait(false); // the abort may have ended only what carries it
        }
        finally
        {
            await Input.CompleteAsync().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the stream at once; a close in order may be under way, and must end by it.</summary>
    protected virtual void AbortCore() => _stream.Dispose();

    /// <summary>Ends the stream in order.</summary>
    protected virtual ValueTask CloseAsync() => _stream.DisposeAsync();
}
