namespace Busbar.Modbus;

/// <summary>A file of registers that clients read and write (functions 20 and 21); MODBUS Application Protocol V1.1b3 §6.14. Any thread; each call is one step to every client.</summary>
public sealed class ModbusFile
{
    private readonly RegisterTable _records;

    internal ModbusFile(Lock unitLock, int number, int count)
    {
        Number = number;
        _records = new RegisterTable(unitLock, count, memory: null);
    }

    /// <summary>The number of the file, 1 to 65,535.</summary>
    public int Number { get; }

    /// <summary>How many records it has, each a register; their numbers are 0 to one less.</summary>
    public int Count => _records.Count;

    /// <summary>Reads as many records as <paramref name="destination"/> holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some record is outside the file.</exception>
    public void Read(int record, Span<ushort> destination) => _records.Read(record, destination);

    /// <summary>Writes records, all in one step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some record is outside the file.</exception>
    public void Write(int record, ReadOnlySpan<ushort> values) => _records.Write(record, values);

    internal bool Contains(int record, int count) => TableRange.Contains(record, count, Count);

    internal void ReadOctets(int record, Span<byte> destination) => _records.ReadOctets(record, destination);

    internal void WriteOctets(int record, ReadOnlySpan<byte> source) => _records.WriteOctets(record, source);
}
