namespace Busbar.Serial;

/// <summary>An open line, below what turns it round.</summary>
internal interface ISerialPort : IDisposable
{
    /// <returns>0 when the line is gone.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Waits until what was written has left the port.</summary>
    Task DrainAsync();

    void SetRequestToSend(bool isSet);

    /// <summary>Drops what came in and was not read.</summary>
    void DiscardInput();
}
