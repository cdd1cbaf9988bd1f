using System.Numerics;

namespace Busbar.Modbus;

/// <summary>Values one behind the other into the caller's memory.</summary>
internal readonly struct ValuesCopier<T>(Memory<T> destination, RegisterOrder order) : IResponseDecoder<int>
    where T : unmanaged, IBinaryNumber<T>
{
    public int Decode(ReadOnlySpan<byte> pdu)
    {
        ReadOnlySpan<byte> octets = pdu[ReadRegistersResponse.HeaderLength..];
        int width = 2 * RegisterValue.CountOf<T>();
        Span<T> values = destination.Span;
        for (int i = 0; i < values.Length; i++)
            values[i] = RegisterValue.Read<T>(octets.Slice(i * width, width), order);
        return values.Length;
    }
}

/// <summary>One bit: the first of a table of bits, or one of a register.</summary>
internal readonly struct BitDecoder(int bit) : IResponseDecoder<bool>
{
    public bool Decode(ReadOnlySpan<byte> pdu)
    {
        ReadOnlySpan<byte> octets = pdu[ReadRegistersResponse.HeaderLength..];
        return octets.Length == 1 ? PackedBits.Get(octets, 0) : (RegisterValue.Read<ushort>(octets) >> bit & 1) != 0;
    }
}

/// <summary>A text, two characters a register.</summary>
internal readonly struct TextDecoder(RegisterEncoding encoding, RegisterOrder order) : IResponseDecoder<string>
{
    public string Decode(ReadOnlySpan<byte> pdu)
    {
        ReadOnlySpan<byte> octets = pdu[ReadRegistersResponse.HeaderLength..];
        if (order is RegisterOrder.ABCD or RegisterOrder.CDAB)
            return MapText.Read(octets, encoding);

        Span<byte> swapped = stackalloc byte[octets.Length];
        RegisterText.Swap(octets, swapped);
        return MapText.Read(swapped, encoding);
    }
}
