using System.ComponentModel;

namespace Busbar.Modbus;

/// <summary>One read of a generated register map, from its first request until its properties were set; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MapReading : IDisposable
{
    private readonly MapTransfer _transfer;
    private readonly DateTimeOffset _time;

    internal MapReading(MapTransfer transfer, DateTimeOffset time)
    {
        _transfer = transfer;
        _time = time;
    }

    /// <summary>Adds a request that was sent.</summary>
    public void Add(ValueTask read) => _transfer.Add(read);

    /// <summary>Waits until every request has ended, and throws what went wrong first.</summary>
    public ValueTask AllAsync() => _transfer.AllAsync();

    /// <summary>Says that all properties are those of this read. To be called under the lock.</summary>
    public void Complete() => _transfer.SetReadAt(_time);

    /// <summary>Lets the next read or write begin.</summary>
    public void Dispose() => _transfer.End();
}
