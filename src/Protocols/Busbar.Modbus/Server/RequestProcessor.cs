namespace Busbar.Modbus;

/// <summary>
/// Does what a request asks and writes its answer, in the order of MODBUS Application Protocol V1.1b3 §7: function (01), quantity and
/// value (03), addresses (02), execution (04). A refused request changes nothing. Reads allocate nothing.
/// </summary>
internal static class RequestProcessor
{
    /// <param name="unit">The unit asked.</param>
    /// <param name="pdu">The request, at least 1 octet.</param>
    /// <param name="answer">At least <see cref="ModbusLimits.MaxPduLength"/> octets.</param>
    /// <returns>Octets of the answer.</returns>
    [HotPath]
    public static int Answer(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer)
    {
        var function = (FunctionCode)pdu[0];
        ModbusExceptionCode refusal = ModbusExceptionCode.None;
        int length = function switch
        {
            FunctionCode.ReadCoils => ReadBits(unit.Coils, pdu, answer, ref refusal),
            FunctionCode.ReadDiscreteInputs => ReadBits(unit.DiscreteInputs, pdu, answer, ref refusal),
            FunctionCode.ReadHoldingRegisters => ReadRegisters(unit.HoldingRegisters, pdu, answer, ref refusal),
            FunctionCode.ReadInputRegisters => ReadRegisters(unit.InputRegisters, pdu, answer, ref refusal),
            FunctionCode.WriteSingleCoil => WriteCoil(unit, pdu, answer, ref refusal),
            FunctionCode.WriteSingleRegister => WriteRegister(unit, pdu, answer, ref refusal),
            FunctionCode.WriteMultipleCoils => WriteCoils(unit, pdu, answer, ref refusal),
            FunctionCode.WriteMultipleRegisters => WriteRegisters(unit, pdu, answer, ref refusal),
            _ => Refuse(ModbusExceptionCode.IllegalFunction, ref refusal),
        };
        return refusal == ModbusExceptionCode.None ? length : ExceptionResponse.Encode(answer, function, refusal);
    }

    private static int ReadBits(BitTable table, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!ReadRequest.TryDecode(pdu, out ReadRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.Address, request.Quantity, table.Count))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        int length = ReadBitsResponse.Encode(answer, request.Function, request.Quantity, out Span<byte> octets);
        table.ReadPacked(request.Address, request.Quantity, octets);
        return length;
    }

    [HotPath]
    private static int ReadRegisters(RegisterTable table, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!ReadRequest.TryDecode(pdu, out ReadRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.Address, request.Quantity, table.Count))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        int length = ReadRegistersResponse.Encode(answer, request.Function, request.Quantity, out Span<byte> octets);
        table.ReadOctets(request.Address, octets);
        return length;
    }

    private static int WriteCoil(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!WriteSingle.TryDecode(pdu, out WriteSingle write))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(write.Address, 1, unit.Coils.Count))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        ReadOnlySpan<byte> octet = [write.Value == WriteSingle.On ? (byte)1 : (byte)0];
        unit.Coils.WritePacked(write.Address, 1, octet);
        if (!unit.RaiseWrite(ModbusTable.Coils, write.Address, 1, octet))
            return Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
        return WriteSingle.Encode(answer, write.Function, write.Address, write.Value);
    }

    private static int WriteRegister(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!WriteSingle.TryDecode(pdu, out WriteSingle write))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(write.Address, 1, unit.HoldingRegisters.Count))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        unit.HoldingRegisters.WriteOctets(write.Address, pdu[3..]);
        if (!unit.RaiseWrite(ModbusTable.HoldingRegisters, write.Address, 1, pdu[3..]))
            return Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
        return WriteSingle.Encode(answer, write.Function, write.Address, write.Value);
    }

    private static int WriteCoils(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!WriteMultipleRequest.TryDecode(pdu, out WriteMultipleRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.Address, request.Quantity, unit.Coils.Count))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        unit.Coils.WritePacked(request.Address, request.Quantity, request.Octets);
        if (!unit.RaiseWrite(ModbusTable.Coils, request.Address, request.Quantity, request.Octets))
            return Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
        return WriteMultipleResponse.Encode(answer, request.Function, request.Address, request.Quantity);
    }

    private static int WriteRegisters(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!WriteMultipleRequest.TryDecode(pdu, out WriteMultipleRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.Address, request.Quantity, unit.HoldingRegisters.Count))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        unit.HoldingRegisters.WriteOctets(request.Address, request.Octets);
        if (!unit.RaiseWrite(ModbusTable.HoldingRegisters, request.Address, request.Quantity, request.Octets))
            return Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
        return WriteMultipleResponse.Encode(answer, request.Function, request.Address, request.Quantity);
    }

    private static int Refuse(ModbusExceptionCode code, ref ModbusExceptionCode refusal)
    {
        refusal = code;
        return 0;
    }
}
