namespace Busbar.Modbus;

/// <summary>Registers of a file with their values: one group of a write, a view on the received octets, valid as long as they are.</summary>
public readonly ref struct FileRecord
{
    internal FileRecord(ushort file, ushort record, ReadOnlySpan<byte> octets)
    {
        File = file;
        Record = record;
        Octets = octets;
    }

    /// <summary>The number of the file, 1 to 65,535.</summary>
    public ushort File { get; }

    /// <summary>The number of the first record, 0 to 9,999.</summary>
    public ushort Record { get; }

    /// <summary>The registers, two octets each, the high one first.</summary>
    public ReadOnlySpan<byte> Octets { get; }
}
