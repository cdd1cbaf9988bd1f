namespace Busbar.Modbus;

/// <summary>How one point's value is taken out of what was read: all decisions made beforehand.</summary>
internal readonly struct PointReader
{
    private const double WholeTolerance = 1e-9;

    private readonly RegisterType _type;
    private readonly RegisterOrder _order;
    private readonly byte _bit;
    private readonly ushort _mask; // of a field of bits, shifted down
    private readonly bool _scaled;
    private readonly bool _divides;
    private readonly double _factor; // multiplied by, or divided by
    private readonly int _place; // of its first octet among the octets, or of its bit among the bits

    public PointReader(ModbusPoint point, int place)
    {
        _type = point.ActualType;
        _order = point.Order;
        _bit = point.ActualType == RegisterType.Boolean || point.Bits != 0 ? (byte)point.Bit : (byte)0;
        _mask = point.Bits != 0 ? (ushort)((1 << point.Bits) - 1) : ushort.MaxValue;
        _place = place;
        _scaled = point.Scale != 1;
        double reciprocal = 1 / point.Scale;
        double whole = Math.Round(reciprocal);
        _divides = Math.Abs(whole) > 1 && Math.Abs(reciprocal - whole) <= Math.Abs(whole) * WholeTolerance;
        _factor = _divides ? whole : point.Scale;
        IsBit = point.IsBit;
    }

    private bool IsBit { get; }

    /// <summary>The value as it came, at a time in nanoseconds since the epoch.</summary>
    public Sample Read(Series series, ReadOnlySpan<byte> octets, ReadOnlySpan<bool> bits, long time)
    {
        if (IsBit)
            return Make(series, SampleKind.Boolean, bits[_place] ? 1UL : 0UL, time);

        ReadOnlySpan<byte> value = octets[_place..];
        return _type switch
        {
            RegisterType.Boolean => Make(series, SampleKind.Boolean, (uint)(RegisterValue.Read<ushort>(value, _order) >> _bit) & 1, time),
            RegisterType.Int16 => Whole(series, RegisterValue.Read<short>(value, _order), time),
            RegisterType.UInt16 => Whole(series, (RegisterValue.Read<ushort>(value, _order) >> _bit) & _mask, time),
            RegisterType.Int32 => Whole(series, RegisterValue.Read<int>(value, _order), time),
            RegisterType.UInt32 => Whole(series, RegisterValue.Read<uint>(value, _order), time),
            RegisterType.Int64 => Whole(series, RegisterValue.Read<long>(value, _order), time),
            RegisterType.UInt64 => Unsigned(series, RegisterValue.Read<ulong>(value, _order), time),
            RegisterType.Float32 => Single(series, RegisterValue.Read<float>(value, _order), time),
            _ => Real(series, RegisterValue.Read<double>(value, _order), time),
        };
    }

    private Sample Whole(Series series, long value, long time) =>
        _scaled ? Real(series, value, time) : Make(series, SampleKind.Int64, (ulong)value, time);

    private Sample Unsigned(Series series, ulong value, long time) =>
        _scaled ? Real(series, value, time) : Make(series, SampleKind.UInt64, value, time);

    private Sample Single(Series series, float value, long time) =>
        _scaled ? Real(series, value, time) : Make(series, SampleKind.Single, BitConverter.SingleToUInt32Bits(value), time);

    private Sample Real(Series series, double value, long time)
    {
        double scaled = !_scaled ? value : _divides ? value / _factor : value * _factor;
        return Make(series, SampleKind.Double, BitConverter.DoubleToUInt64Bits(scaled), time);
    }

    private static Sample Make(Series series, SampleKind kind, ulong bits, long time) =>
        Sample.Received(series, kind, bits, time, Quality.Good, Cause.Periodic);
}
