namespace Busbar.Modbus;

/// <summary>One ADU of Modbus over TCP: a view on the received octets, valid as long as they are.</summary>
public readonly ref struct MbapFrame
{
    internal MbapFrame(ushort transactionId, byte unit, ReadOnlySpan<byte> pdu)
    {
        TransactionId = transactionId;
        Unit = unit;
        Pdu = pdu;
    }

    /// <summary>The number the client chose for the transaction; a response repeats it.</summary>
    public ushort TransactionId { get; }

    /// <summary>The unit identifier, 0 to 255.</summary>
    public byte Unit { get; }

    /// <summary>The function code and what belongs to it; 1 to 253 octets.</summary>
    public ReadOnlySpan<byte> Pdu { get; }

    /// <summary>The PDU's first octet; bit 7 marks an exception response.</summary>
    public FunctionCode Function => (FunctionCode)Pdu[0];
}
