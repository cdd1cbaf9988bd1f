using System.Numerics;

namespace Busbar.Modbus;

/// <summary>Makes a result of a response's octets behind its byte count.</summary>
internal interface IResponseDecoder<out TResult>
{
    TResult Decode(ReadOnlySpan<byte> octets);
}

/// <summary>A new array of bits.</summary>
internal readonly struct BitsDecoder(int count) : IResponseDecoder<bool[]>
{
    public bool[] Decode(ReadOnlySpan<byte> octets)
    {
        bool[] bits = new bool[count];
        PackedBits.Unpack(octets, bits);
        return bits;
    }
}

/// <summary>A new array of registers.</summary>
internal readonly struct RegistersDecoder : IResponseDecoder<ushort[]>
{
    public ushort[] Decode(ReadOnlySpan<byte> octets)
    {
        ushort[] registers = new ushort[octets.Length / 2];
        Registers.Decode(octets, registers);
        return registers;
    }
}

/// <summary>One value in registers.</summary>
internal readonly struct ValueDecoder<T>(RegisterOrder order) : IResponseDecoder<T>
    where T : unmanaged, IBinaryNumber<T>
{
    public T Decode(ReadOnlySpan<byte> octets) => RegisterValue.Read<T>(octets, order);
}
