using System.Buffers.Binary;
using System.Security.Cryptography.X509Certificates;

namespace Busbar.Modbus;

/// <summary>Who asks a server for what: a view on the received octets, valid while the authorizer runs.</summary>
public readonly ref struct ModbusAuthorization
{
    internal ModbusAuthorization(string? role, X509Certificate2? certificate, int unit, ReadOnlySpan<byte> pdu)
    {
        Role = role;
        Certificate = certificate;
        Unit = unit;
        Pdu = pdu;
    }

    /// <summary>The role in the client's certificate; null when there is none, which is no right to everything.</summary>
    public string? Role { get; }

    /// <summary>The client's certificate, whose key it has proved to hold; null without TLS or when it gave none. Owned by the connection.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The unit identifier asked.</summary>
    public int Unit { get; }

    /// <summary>Function code and data, 1 to 253 octets, not checked yet.</summary>
    public ReadOnlySpan<byte> Pdu { get; }

    /// <summary>The function code.</summary>
    public FunctionCode Function => (FunctionCode)Pdu[0];

    /// <summary>Whether it changes something: writes of tables and files, diagnostics, and all that the server does not know.</summary>
    public bool IsWrite => Function is not (
        (>= FunctionCode.ReadCoils and <= FunctionCode.ReadInputRegisters) or FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter
        or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId or FunctionCode.ReadFileRecord or FunctionCode.ReadFifoQueue)
        && !(Function == FunctionCode.EncapsulatedInterfaceTransport && Pdu.Length > 1 && Pdu[1] == (byte)MeiType.ReadDeviceIdentification);

    /// <summary>The addresses that it names in a table, the read ones first; none for functions without, or when it is too short to name them.</summary>
    /// <param name="table">Which table they are of.</param>
    /// <param name="address">The first.</param>
    /// <param name="count">How many; what a wrong request says of them may be 0 or more than there are.</param>
    public bool TryGetRange(out ModbusTable table, out int address, out int count) => TryGetRange(1, out table, out address, out count);

    /// <summary>The addresses that a read and write (function 23) writes.</summary>
    /// <param name="address">The first.</param>
    /// <param name="count">How many; what a wrong request says of them may be 0 or more than there are.</param>
    public bool TryGetWrittenRange(out int address, out int count)
    {
        address = count = 0;
        return Function == FunctionCode.ReadWriteMultipleRegisters && TryGetRange(5, out _, out address, out count);
    }

    private bool TryGetRange(int offset, out ModbusTable table, out int address, out int count)
    {
        bool isSingle = Function is FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister or FunctionCode.MaskWriteRegister;
        ModbusTable? found = Function switch
        {
            FunctionCode.ReadCoils or FunctionCode.WriteSingleCoil or FunctionCode.WriteMultipleCoils => ModbusTable.Coils,
            FunctionCode.ReadDiscreteInputs => ModbusTable.DiscreteInputs,
            FunctionCode.ReadInputRegisters => ModbusTable.InputRegisters,
            FunctionCode.ReadHoldingRegisters or FunctionCode.WriteSingleRegister or FunctionCode.WriteMultipleRegisters or FunctionCode.MaskWriteRegister
                or FunctionCode.ReadWriteMultipleRegisters => ModbusTable.HoldingRegisters,
            _ => null,
        };
        table = found ?? default;
        address = count = 0;
        if (found is null || Pdu.Length < offset + 4)
            return false;
        address = BinaryPrimitives.ReadUInt16BigEndian(Pdu[offset..]);
        count = isSingle ? 1 : BinaryPrimitives.ReadUInt16BigEndian(Pdu[(offset + 2)..]);
        return true;
    }
}
