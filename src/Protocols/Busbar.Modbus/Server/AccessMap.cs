namespace Busbar.Modbus;

/// <summary>What clients may do with each address of one table. Any thread; costs memory and time only once something is forbidden.</summary>
internal sealed class AccessMap(int count)
{
    private byte[]? _levels; // never changed once it is seen: replaced

    public void Set(int address, int length, ModbusAccess access)
    {
        byte[]? before;
        byte[] after;
        do
        {
            before = Volatile.Read(ref _levels);
            after = before?.ToArray() ?? new byte[count];
            after.AsSpan(address, length).Fill((byte)access);
        }
        while (Interlocked.CompareExchange(ref _levels, after, before) != before);
    }

    [HotPath]
    public bool MayRead(int address, int length) =>
        Volatile.Read(ref _levels) is not { } levels || !levels.AsSpan(address, length).Contains((byte)ModbusAccess.None);

    [HotPath]
    public bool MayWrite(int address, int length) =>
        Volatile.Read(ref _levels) is not { } levels || !levels.AsSpan(address, length).ContainsAnyExcept((byte)ModbusAccess.ReadWrite);
}
