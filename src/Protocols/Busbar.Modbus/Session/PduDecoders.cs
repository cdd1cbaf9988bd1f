namespace Busbar.Modbus;

/// <summary>The whole PDU, new.</summary>
internal readonly struct PduDecoder : IResponseDecoder<byte[]>
{
    public byte[] Decode(ReadOnlySpan<byte> pdu) => pdu.ToArray();
}

/// <summary>The whole PDU into the caller's memory, which holds the longest.</summary>
internal readonly struct PduCopier(Memory<byte> destination) : IResponseDecoder<int>
{
    public int Decode(ReadOnlySpan<byte> pdu)
    {
        pdu.CopyTo(destination.Span);
        return pdu.Length;
    }
}

/// <summary>What is behind the MEI type, new.</summary>
internal readonly struct EncapsulatedDecoder : IResponseDecoder<byte[]>
{
    public byte[] Decode(ReadOnlySpan<byte> pdu) => EncapsulatedTransport.TryDecode(pdu, out EncapsulatedTransport answer) ? answer.Data.ToArray() : [];
}
