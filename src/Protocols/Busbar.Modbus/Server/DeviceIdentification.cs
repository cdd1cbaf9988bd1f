using System.Text;

namespace Busbar.Modbus;

/// <summary>
/// What a unit says of itself (function 43, type 14); MODBUS Application Protocol V1.1b3 §6.21. While no object is set, clients get
/// <see cref="ModbusExceptionCode.IllegalFunction"/>; from then on the three basic objects are there, empty unless they are set. Any thread.
/// </summary>
public sealed class DeviceIdentification
{
    private const int MaxValueLength = ModbusLimits.MaxPduLength - ReadDeviceIdentificationResponse.HeaderLength - ReadDeviceIdentificationResponse.ObjectHeaderLength;
    private const byte LastBasic = (byte)DeviceObjectId.MajorMinorRevision;
    private const byte LastRegular = 0x7F;

    private readonly Lock _lock = new();
    private readonly byte[]?[] _objects = new byte[]?[256];
    private bool _allowsIndividualAccess = true;

    internal DeviceIdentification()
    {
    }

    /// <summary>Whether clients may ask for single objects. Default true.</summary>
    public bool AllowsIndividualAccess
    {
        get => Volatile.Read(ref _allowsIndividualAccess);
        set => Volatile.Write(ref _allowsIndividualAccess, value);
    }

    /// <summary>
    /// What clients are told: 1 when there are basic objects only, 2 with others up to 0x7F, 3 with any above, and
    /// <see cref="ReadDeviceIdentificationResponse.IndividualAccess"/> added when it is allowed; 0 while no object is set.
    /// </summary>
    public byte ConformityLevel
    {
        get
        {
            lock (_lock)
                return Level();
        }
    }

    /// <summary>Sets an object to a text of ASCII.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than 244 characters, or has one that is not ASCII.</exception>
    public void Set(DeviceObjectId id, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Ascii.IsValid(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "An object takes ASCII characters only.");
        Set(id, Encoding.ASCII.GetBytes(value));
    }

    /// <summary>Sets an object.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has more than 244 octets.</exception>
    public void Set(DeviceObjectId id, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxValueLength, nameof(value));
        lock (_lock)
        {
            _objects[(byte)id] = value.ToArray();
            for (int basic = 0; basic <= LastBasic; basic++)
                _objects[basic] ??= [];
        }
    }

    /// <summary>Takes an object out; a basic one becomes empty.</summary>
    public void Remove(DeviceObjectId id)
    {
        lock (_lock)
            _objects[(byte)id] = (byte)id <= LastBasic && _objects[0] is not null ? [] : null;
    }

    /// <summary>Writes the answer.</summary>
    /// <returns>Octets of the PDU; 0 when it is refused.</returns>
    internal int Answer(ReadDeviceIdentificationRequest request, Span<byte> answer, out ModbusExceptionCode refusal)
    {
        lock (_lock)
        {
            refusal = ModbusExceptionCode.None;
            int length = ReadDeviceIdentificationResponse.Encode(answer, request.Code, Level());
            if (request.Code == ReadDeviceIdCode.Individual)
                return AnswerOne(request.ObjectId, answer, length, out refusal);

            int last = request.Code switch { ReadDeviceIdCode.Basic => LastBasic, ReadDeviceIdCode.Regular => LastRegular, _ => byte.MaxValue };
            int first = (byte)request.ObjectId;
            if (first > last || _objects[first] is null)
                first = 0; // an object that is not there begins anew
            for (int id = first; id <= last; id++)
            {
                if (_objects[id] is not { } value || ReadDeviceIdentificationResponse.TryAdd(answer, ref length, (DeviceObjectId)id, value))
                    continue;
                ReadDeviceIdentificationResponse.Continue(answer, (DeviceObjectId)id);
                break;
            }

            return length;
        }
    }

    private int AnswerOne(DeviceObjectId id, Span<byte> answer, int length, out ModbusExceptionCode refusal)
    {
        refusal = AllowsIndividualAccess ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.IllegalDataValue;
        if (!AllowsIndividualAccess || _objects[(byte)id] is not { } value)
            return 0;
        refusal = ModbusExceptionCode.None;
        ReadDeviceIdentificationResponse.TryAdd(answer, ref length, id, value);
        return length;
    }

    private byte Level()
    {
        if (_objects[0] is null)
            return 0;
        int level = 1;
        for (int id = LastBasic + 1; id <= byte.MaxValue && level < 3; id++)
        {
            if (_objects[id] is not null)
                level = id <= LastRegular ? 2 : 3;
        }

        return (byte)(level | (AllowsIndividualAccess ? ReadDeviceIdentificationResponse.IndividualAccess : 0));
    }
}
