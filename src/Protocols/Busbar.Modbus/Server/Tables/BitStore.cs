namespace Busbar.Modbus;

/// <summary>Where the bits of a table are. Under the unit's lock, addresses checked.</summary>
internal abstract class BitStore
{
    public abstract bool Get(int address);

    public abstract void Set(int address, bool value);

    /// <summary>Packs bits as they travel.</summary>
    public abstract void Read(int address, int count, Span<byte> destination);

    /// <summary>Takes bits as they travel.</summary>
    public abstract void Write(int address, int count, ReadOnlySpan<byte> source);
}
