namespace Busbar.Serial;

/// <summary>A line as a stream; where this process turns it round, RTS stands around each write.</summary>
internal sealed class SerialStream(ISerialPort port, Rs485Options? rs485, TimeProvider timeProvider) : Stream
{
    private readonly Rs485Options? _turning = rs485 is { Control: Rs485Control.Process } ? rs485 : null;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Lets the line be received from, before anything is sent.</summary>
    public void Begin()
    {
        if (_turning is not null)
            port.SetRequestToSend(!_turning.RtsOnSend);
    }

    public void DiscardInput() => port.DiscardInput();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => port.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _turning is null ? port.WriteAsync(buffer, cancellationToken) : WriteTurningAsync(_turning, buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw Synchronous();

    public override void Write(byte[] buffer, int offset, int count) => throw Synchronous();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            port.Dispose();
        base.Dispose(disposing);
    }

    private static NotSupportedException Synchronous() => new("A serial line is read and written asynchronously.");

    private async ValueTask WriteTurningAsync(Rs485Options turning, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        port.SetRequestToSend(turning.RtsOnSend);
        try
        {
            await WaitAsync(turning.DelayBeforeSend, cancellationToken).ConfigureAwait(false);
            await port.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            await port.DrainAsync().ConfigureAwait(false);
            await WaitAsync(turning.DelayAfterSend, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            port.SetRequestToSend(!turning.RtsOnSend); // whatever happens, the others get the line
        }
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, timeProvider, cancellationToken) : Task.CompletedTask;
}
