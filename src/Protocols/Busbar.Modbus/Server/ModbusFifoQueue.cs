namespace Busbar.Modbus;

/// <summary>A queue of registers that clients read (function 24) and do not empty; MODBUS Application Protocol V1.1b3 §6.18. Any thread; each call is one step to every client.</summary>
public sealed class ModbusFifoQueue
{
    private readonly Lock _lock; // the unit's
    private readonly Queue<ushort> _registers = new();

    internal ModbusFifoQueue(Lock unitLock, int address, int capacity)
    {
        _lock = unitLock;
        Address = address;
        Capacity = capacity;
    }

    /// <summary>The FIFO pointer address.</summary>
    public int Address { get; }

    /// <summary>How many registers it takes. Clients read up to 31; while there are more they get <see cref="ModbusExceptionCode.IllegalDataValue"/>.</summary>
    public int Capacity { get; }

    /// <summary>How many registers it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _registers.Count;
        }
    }

    /// <summary>Puts a register behind the others.</summary>
    /// <returns>False when it is full; nothing is changed then.</returns>
    public bool TryEnqueue(ushort register)
    {
        lock (_lock)
        {
            if (_registers.Count == Capacity)
                return false;
            _registers.Enqueue(register);
            return true;
        }
    }

    /// <summary>Takes the oldest register out.</summary>
    /// <returns>False when it is empty.</returns>
    public bool TryDequeue(out ushort register)
    {
        lock (_lock)
            return _registers.TryDequeue(out register);
    }

    /// <summary>Takes all registers out.</summary>
    public void Clear()
    {
        lock (_lock)
            _registers.Clear();
    }

    /// <summary>Writes the answer.</summary>
    /// <returns>Octets of the PDU; 0 when there are more registers than an answer takes.</returns>
    internal int Answer(Span<byte> answer)
    {
        lock (_lock)
        {
            if (_registers.Count > ModbusLimits.MaxFifoRegisters)
                return 0;
            int length = ReadFifoQueueResponse.Encode(answer, _registers.Count, out Span<byte> octets);
            int offset = 0;
            foreach (ushort register in _registers)
            {
                octets[offset++] = (byte)(register >> 8);
                octets[offset++] = (byte)register;
            }

            return length;
        }
    }
}
