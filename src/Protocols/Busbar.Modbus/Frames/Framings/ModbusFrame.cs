namespace Busbar.Modbus;

/// <summary>One ADU of any framing: a view on the received octets, valid as long as they are, or as the codec says.</summary>
public readonly ref struct ModbusFrame
{
    internal ModbusFrame(ushort transactionId, byte unit, ReadOnlySpan<byte> pdu)
    {
        TransactionId = transactionId;
        Unit = unit;
        Pdu = pdu;
    }

    /// <summary>The number the client chose for the transaction; a response repeats it. On serial lines, which have none, 0.</summary>
    public ushort TransactionId { get; }

    /// <summary>The unit identifier, 0 to 255; the address on serial lines, where 0 is all units.</summary>
    public byte Unit { get; }

    /// <summary>The function code and what belongs to it; 1 to 253 octets.</summary>
    public ReadOnlySpan<byte> Pdu { get; }

    /// <summary>The PDU's first octet; bit 7 marks an exception response.</summary>
    public FunctionCode Function => (FunctionCode)Pdu[0];
}
