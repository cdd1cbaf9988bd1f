namespace Busbar.Modbus;

/// <summary>
/// What was set in a register map and is not yet written. Each slot has the bits that are pending and those being written; setting
/// takes bits out of the latter, so that they stay pending when the write ends. Not thread-safe: <see cref="MapTransfer"/> has the lock.
/// </summary>
internal sealed class MapChanges
{
    private const ushort Whole = 0xFFFF;
    private const int NeverRead = -1;

    private readonly MapSlot[] _slots; // by table and address
    private readonly ushort[] _pending;
    private readonly ushort[] _writing;
    private readonly int[] _places; // of a slot's first octet, or of its first coil
    private readonly int[] _known; // what a register of bit fields last was
    private readonly ushort[] _wanted; // what its bits are to be
    private readonly byte[] _octets; // of the other registers, as they travel
    private readonly bool[] _coils;

    public MapChanges(ReadOnlySpan<MapSlot> slots)
    {
        _slots = slots.ToArray();
        _pending = new ushort[slots.Length];
        _writing = new ushort[slots.Length];
        _places = new int[slots.Length];
        _known = new int[slots.Length];
        _wanted = new ushort[slots.Length];
        Array.Fill(_known, NeverRead);
        int octets = 0;
        int coils = 0;
        for (int slot = 0; slot < slots.Length; slot++)
        {
            bool isCoil = _slots[slot].Table == ModbusTable.Coils;
            _places[slot] = isCoil ? coils : octets;
            coils += isCoil ? _slots[slot].Count : 0;
            octets += isCoil ? 0 : _slots[slot].Count * 2;
        }

        _octets = new byte[octets];
        _coils = new bool[coils];
    }

    public bool Any => _pending.AsSpan().ContainsAnyExcept((ushort)0);

    public bool IsPending(int slot, int mask = Whole) => (_pending[slot] & mask) != 0;

    /// <summary>Where the octets of a change go.</summary>
    public Span<byte> Set(int slot)
    {
        Mark(slot, Whole);
        return _octets.AsSpan(_places[slot], _slots[slot].Count * 2);
    }

    /// <summary>Where the coils of a change go.</summary>
    public Span<bool> SetCoils(int slot)
    {
        Mark(slot, Whole);
        return _coils.AsSpan(_places[slot], _slots[slot].Count);
    }

    public void SetBits(int slot, int mask, int bits)
    {
        Mark(slot, (ushort)mask);
        _wanted[slot] = (ushort)((_wanted[slot] & ~mask) | (bits & mask));
    }

    /// <summary>Says what a register of bit fields is.</summary>
    public void Know(int slot, ushort register) => _known[slot] = register;

    public void Discard()
    {
        Array.Clear(_pending);
        Array.Clear(_writing);
    }

    /// <exception cref="InvalidOperationException">A register was never read of which some bits are to be written.</exception>
    public void CheckKnown()
    {
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            if (_pending[slot] != 0 && !CanWrite(slot))
                throw new InvalidOperationException($"Holding register {_slots[slot].Address} was never read: its bit fields are written with the rest of the register as last read, so read the map before.");
        }
    }

    /// <summary>Takes the next changes that lie side by side, as many as one request bears.</summary>
    /// <param name="from">The slot to begin at.</param>
    /// <param name="registers">Where registers are copied to.</param>
    /// <param name="coils">Where coils are copied to.</param>
    /// <param name="write">What is to be written.</param>
    /// <returns>False when nothing is left.</returns>
    public bool TryTake(int from, Span<ushort> registers, Span<bool> coils, out MapWrite write)
    {
        int start = from;
        while (start < _slots.Length && !CanWrite(start))
            start++;
        write = default;
        if (start == _slots.Length)
            return false;

        int limit = _slots[start].Table == ModbusTable.Coils ? coils.Length : registers.Length;
        int next = start;
        do
        {
            Take(next, _slots[next].Address - _slots[start].Address, registers, coils);
            next++;
        }
        while (next < _slots.Length && CanWrite(next) && Follows(next) && _slots[next].End - _slots[start].Address <= limit);

        write = new MapWrite(_slots[start].Table, _slots[start].Address, _slots[next - 1].End - _slots[start].Address, start, next);
        return true;
    }

    /// <summary>Ends a write: what it wrote, and was not set meanwhile, is pending no more; when it failed all of it still is.</summary>
    public void End(in MapWrite write, bool isWritten, ReadOnlySpan<ushort> registers)
    {
        for (int slot = write.FirstSlot; slot < write.EndSlot; slot++)
        {
            if (isWritten)
                _pending[slot] &= (ushort)~_writing[slot];
            if (isWritten && _slots[slot].IsShared)
                _known[slot] = Arrange(registers[_slots[slot].Address - write.Address], _slots[slot].Order);
            _writing[slot] = 0;
        }
    }

    private void Mark(int slot, ushort mask)
    {
        _pending[slot] |= mask;
        _writing[slot] &= (ushort)~mask;
    }

    private bool CanWrite(int slot) => _pending[slot] != 0 && (!_slots[slot].IsShared || _known[slot] != NeverRead || _pending[slot] == Whole);

    private bool Follows(int slot) => _slots[slot].Table == _slots[slot - 1].Table && _slots[slot].Address == _slots[slot - 1].End;

    private void Take(int slot, int at, Span<ushort> registers, Span<bool> coils)
    {
        _writing[slot] = _pending[slot];
        MapSlot taken = _slots[slot];
        if (taken.Table == ModbusTable.Coils)
            _coils.AsSpan(_places[slot], taken.Count).CopyTo(coils[at..]);
        else if (taken.IsShared)
            registers[at] = Arrange((ushort)((_known[slot] & ~_pending[slot]) | (_wanted[slot] & _pending[slot])), taken.Order);
        else
            Registers.Decode(_octets.AsSpan(_places[slot], taken.Count * 2), registers.Slice(at, taken.Count));
    }

    /// <summary>A register as it travels, or what one that travelled holds: the same exchange of octets.</summary>
    private static ushort Arrange(ushort register, RegisterOrder order)
    {
        Span<byte> octets = stackalloc byte[2];
        RegisterValue.Write(octets, register, order);
        return RegisterValue.Read<ushort>(octets);
    }
}
