using System.Collections.Concurrent;

namespace Busbar.Modbus;

/// <content>What a unit has beside its tables.</content>
public sealed partial class ModbusUnit
{
    private readonly AccessMap[] _access; // by table
    private readonly ConcurrentDictionary<int, ModbusFifoQueue> _queues = new();
    private readonly ConcurrentDictionary<int, ModbusFile> _files = new();
    private readonly FunctionHandler?[] _functions = new FunctionHandler?[ExceptionResponse.Mark];
    private readonly FunctionHandler?[] _encapsulated = new FunctionHandler?[256];
    private byte[]? _serverId; // with the run indicator behind it, and what is added
    private int _serverIdLength;
    private byte _exceptionStatus;
    private bool _isStopped;

    /// <summary>What clients are told that the unit is (function 43, type 14).</summary>
    public DeviceIdentification Identification { get; } = new();

    /// <summary>The eight exception status outputs (function 7), the first in the lowest bit; what they mean is the device's own. Default 0.</summary>
    public byte ExceptionStatus
    {
        get => Volatile.Read(ref _exceptionStatus);
        set => Volatile.Write(ref _exceptionStatus, value);
    }

    /// <summary>The diagnostic register (function 8, sub-function 2), which a client's clearing of the counters sets to 0. Default 0.</summary>
    public ushort DiagnosticRegister
    {
        get => Diagnostics.Register;
        set => Diagnostics.Register = value;
    }

    /// <summary>Whether the run indicator of function 17 says that the unit runs. Default true.</summary>
    public bool IsRunning
    {
        get => !Volatile.Read(ref _isStopped);
        set => Volatile.Write(ref _isStopped, !value);
    }

    /// <summary>Whether a client has forced the unit to listen only: it answers nothing before its communications are restarted.</summary>
    public bool IsListenOnly => Diagnostics.IsListenOnly;

    /// <summary>The diagnostic counters, as clients read them.</summary>
    public ModbusUnitStatistics Statistics => Diagnostics.Counts;

    internal UnitDiagnostics Diagnostics { get; }

    /// <summary>Sets what function 17 answers, with the run indicator between the two. Before it is set clients get <see cref="ModbusExceptionCode.IllegalFunction"/>.</summary>
    /// <param name="id">The identifier, copied.</param>
    /// <param name="additional">What stands behind the run indicator, copied; together at most 250 octets.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are more.</exception>
    public void SetServerId(ReadOnlySpan<byte> id, ReadOnlySpan<byte> additional = default)
    {
        byte[] octets = [.. id, ServerIdResponse.Running, .. additional];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets.Length, ServerIdResponse.MaxOctets, nameof(additional));
        lock (_lock)
        {
            _serverId = octets;
            _serverIdLength = id.Length;
        }
    }

    /// <summary>Adds a queue, empty, that clients read with function 24. Before the first is added they get <see cref="ModbusExceptionCode.IllegalFunction"/>.</summary>
    /// <param name="address">The FIFO pointer address, 0 to 65,535.</param>
    /// <param name="capacity">How many registers it takes, 1 to 65,535; clients read up to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There is a queue at that address.</exception>
    public ModbusFifoQueue AddFifoQueue(int address, int capacity = ModbusLimits.MaxFifoRegisters)
    {
        if ((uint)address > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(address), address, "The address must be 0 to 65535.");
        if (capacity is < 1 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity must be 1 to 65535.");
        var queue = new ModbusFifoQueue(_lock, address, capacity);
        return _queues.TryAdd(address, queue) ? queue : throw new InvalidOperationException($"There is a queue at address {address} already.");
    }

    /// <summary>Adds a file, of zeros, that clients read and write with functions 20 and 21. Before the first is added they get <see cref="ModbusExceptionCode.IllegalFunction"/>.</summary>
    /// <param name="number">The number of the file, 1 to 65,535.</param>
    /// <param name="records">How many records it has, 1 to 10,000. Memory follows the highest touched.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">There is such a file.</exception>
    public ModbusFile AddFile(int number, int records = ModbusLimits.MaxRecordNumber + 1)
    {
        if (number is < 1 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(number), number, "The number of a file must be 1 to 65535.");
        if (records is < 1 or > ModbusLimits.MaxRecordNumber + 1)
            throw new ArgumentOutOfRangeException(nameof(records), records, "A file has 1 to 10000 records.");
        var file = new ModbusFile(_lock, number, records);
        return _files.TryAdd(number, file) ? file : throw new InvalidOperationException($"There is a file {number} already.");
    }

    /// <summary>Says what clients may do with addresses of a table; the unit's owner may do what he likes. What was said of them before is replaced.</summary>
    /// <param name="table">The table.</param>
    /// <param name="address">The first address.</param>
    /// <param name="count">How many.</param>
    /// <param name="access">What clients may do.</param>
    /// <exception cref="ArgumentOutOfRangeException">An address is outside the table, or there is no such table or access.</exception>
    public void SetAccess(ModbusTable table, int address, int count, ModbusAccess access)
    {
        int size = table switch
        {
            ModbusTable.Coils => Coils.Count,
            ModbusTable.DiscreteInputs => DiscreteInputs.Count,
            ModbusTable.InputRegisters => InputRegisters.Count,
            ModbusTable.HoldingRegisters => HoldingRegisters.Count,
            _ => throw new ArgumentOutOfRangeException(nameof(table), table, "There is no such table."),
        };
        if (!Enum.IsDefined(access))
            throw new ArgumentOutOfRangeException(nameof(access), access, "There is no such access.");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        TableRange.Check(address, count, size);
        AccessOf(table).Set(address, count, access);
    }

    /// <summary>Has a handler answer a function that the unit does not know: a user-defined one (65 to 72, 100 to 110) or another.</summary>
    /// <param name="function">The function code, 1 to 127, none that the server has.</param>
    /// <param name="handler">Answers it; replaces the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The function code is outside its range, or the server's own.</exception>
    public void Handle(FunctionCode function, ModbusFunctionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (function is FunctionCode.None or >= (FunctionCode)ExceptionResponse.Mark || RequestProcessor.Knows(function))
            throw new ArgumentOutOfRangeException(nameof(function), function, "The function code must be 1 to 127 and none that the server has.");
        Volatile.Write(ref _functions[(byte)function], new FunctionHandler(handler, _server));
    }

    /// <summary>Has a handler answer another protocol inside function 43: CANopen general reference, for example.</summary>
    /// <param name="meiType">The protocol; device identification is the server's own.</param>
    /// <param name="handler">Answers it; replaces the one before. The MEI type is already in the second octet of the answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is the server's own.</exception>
    public void Handle(MeiType meiType, ModbusFunctionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (meiType == MeiType.ReadDeviceIdentification)
            throw new ArgumentOutOfRangeException(nameof(meiType), meiType, "Device identification is the server's own.");
        Volatile.Write(ref _encapsulated[(byte)meiType], new FunctionHandler(handler, _server));
    }

    internal bool Refuses(DiagnosticSubFunction subFunction) => _server.RefuseListenOnlyMode && subFunction == DiagnosticSubFunction.ForceListenOnlyMode;

    internal bool HasQueues => !_queues.IsEmpty;

    internal bool HasFiles => !_files.IsEmpty;

    internal ModbusFifoQueue? QueueAt(int address) => _queues.GetValueOrDefault(address);

    internal ModbusFile? FileOf(int number) => _files.GetValueOrDefault(number);

    internal FunctionHandler? HandlerOf(FunctionCode function) => Volatile.Read(ref _functions[(byte)function]);

    internal FunctionHandler? HandlerOf(MeiType meiType) => Volatile.Read(ref _encapsulated[(byte)meiType]);

    [HotPath]
    internal AccessMap AccessOf(ModbusTable table) => _access[(int)table];

    /// <returns>Octets of the PDU; 0 when nothing was set.</returns>
    internal int AnswerServerId(Span<byte> answer)
    {
        lock (_lock)
        {
            return _serverId is { } octets
                ? ServerIdResponse.Encode(answer, octets.AsSpan(0, _serverIdLength), IsRunning, octets.AsSpan(_serverIdLength + 1))
                : 0;
        }
    }
}
