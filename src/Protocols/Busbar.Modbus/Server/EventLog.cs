namespace Busbar.Modbus;

/// <summary>The last 64 events of a unit; MODBUS Application Protocol V1.1b3 §6.10. Under its owner's lock.</summary>
internal sealed class EventLog
{
    private readonly byte[] _events = new byte[ModbusLimits.MaxEvents];
    private int _next;
    private int _count;

    [HotPath]
    public void Add(byte value)
    {
        _events[_next] = value;
        _next = (_next + 1) % _events.Length;
        _count = Math.Min(_count + 1, _events.Length);
    }

    public void Clear() => _count = 0;

    /// <summary>Copies them, the newest first.</summary>
    /// <returns>How many there are.</returns>
    public int CopyTo(Span<byte> destination)
    {
        for (int i = 0; i < _count; i++)
            destination[i] = _events[(_next - 1 - i + _events.Length) % _events.Length];
        return _count;
    }
}
