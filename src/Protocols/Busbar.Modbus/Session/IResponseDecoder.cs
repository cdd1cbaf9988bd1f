using System.Numerics;

namespace Busbar.Modbus;

/// <summary>Makes a result of a response that was checked. Its PDU is empty when no answer was to be waited for.</summary>
internal interface IResponseDecoder<out TResult>
{
    TResult Decode(ReadOnlySpan<byte> pdu);
}

/// <summary>A new array of bits.</summary>
internal readonly struct BitsDecoder(int count) : IResponseDecoder<bool[]>
{
    public bool[] Decode(ReadOnlySpan<byte> pdu)
    {
        bool[] bits = new bool[count];
        PackedBits.Unpack(pdu[ReadRegistersResponse.HeaderLength..], bits);
        return bits;
    }
}

/// <summary>A new array of registers.</summary>
internal readonly struct RegistersDecoder : IResponseDecoder<ushort[]>
{
    public ushort[] Decode(ReadOnlySpan<byte> pdu)
    {
        ReadOnlySpan<byte> octets = pdu[ReadRegistersResponse.HeaderLength..];
        ushort[] registers = new ushort[octets.Length / 2];
        Registers.Decode(octets, registers);
        return registers;
    }
}

/// <summary>One value in registers.</summary>
internal readonly struct ValueDecoder<T>(RegisterOrder order) : IResponseDecoder<T>
    where T : unmanaged, IBinaryNumber<T>
{
    public T Decode(ReadOnlySpan<byte> pdu) => RegisterValue.Read<T>(pdu[ReadRegistersResponse.HeaderLength..], order);
}
