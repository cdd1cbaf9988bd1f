namespace Busbar.Modbus;

/// <summary>Where the registers of a table are. Under the unit's lock, addresses checked.</summary>
internal abstract class RegisterStore
{
    public abstract void ReadOctets(int address, Span<byte> destination);

    public abstract void WriteOctets(int address, ReadOnlySpan<byte> source);

    public abstract void Read(int address, Span<ushort> destination);

    public abstract void Write(int address, ReadOnlySpan<ushort> source);
}
