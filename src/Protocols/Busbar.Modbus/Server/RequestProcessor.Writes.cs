namespace Busbar.Modbus;

/// <content>Writes of coils and holding registers: atomic, and told to the user's handlers.</content>
internal static partial class RequestProcessor
{
    private static int WriteCoil(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!WriteSingle.TryDecode(pdu, out WriteSingle write))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!MayWriteCoils(unit, write.Address, 1))
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
        if (!MayWriteRegisters(unit, write.Address, 1))
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
        if (!MayWriteCoils(unit, request.Address, request.Quantity))
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
        if (!MayWriteRegisters(unit, request.Address, request.Quantity))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        unit.HoldingRegisters.WriteOctets(request.Address, request.Octets);
        if (!unit.RaiseWrite(ModbusTable.HoldingRegisters, request.Address, request.Quantity, request.Octets))
            return Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
        return WriteMultipleResponse.Encode(answer, request.Function, request.Address, request.Quantity);
    }

    private static int MaskWrite(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!MaskWriteRegister.TryDecode(pdu, out MaskWriteRegister write))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!MayWriteRegisters(unit, write.Address, 1))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        Span<byte> octets = stackalloc byte[2];
        using (unit.BeginUpdate())
        {
            unit.HoldingRegisters.ReadOctets(write.Address, octets);
            RegisterValue.Write(octets, write.Apply(RegisterValue.Read<ushort>(octets)));
            unit.HoldingRegisters.WriteOctets(write.Address, octets);
        }

        if (!unit.RaiseWrite(ModbusTable.HoldingRegisters, write.Address, 1, octets))
            return Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
        return MaskWriteRegister.Encode(answer, write.Address, write.AndMask, write.OrMask);
    }

    /// <summary>The write comes first, both are one step, and both ranges are looked at before either.</summary>
    private static int ReadWrite(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!ReadWriteRequest.TryDecode(pdu, out ReadWriteRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.ReadAddress, request.ReadQuantity, unit.HoldingRegisters.Count)
            || !unit.AccessOf(ModbusTable.HoldingRegisters).MayRead(request.ReadAddress, request.ReadQuantity)
            || !MayWriteRegisters(unit, request.WriteAddress, request.WriteQuantity))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        int length = ReadRegistersResponse.Encode(answer, FunctionCode.ReadWriteMultipleRegisters, request.ReadQuantity, out Span<byte> octets);
        using (unit.BeginUpdate())
        {
            unit.HoldingRegisters.WriteOctets(request.WriteAddress, request.Octets);
            unit.HoldingRegisters.ReadOctets(request.ReadAddress, octets);
        }

        return unit.RaiseWrite(ModbusTable.HoldingRegisters, request.WriteAddress, request.WriteQuantity, request.Octets)
            ? length
            : Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
    }

    private static bool MayWriteCoils(ModbusUnit unit, int address, int count) =>
        TableRange.Contains(address, count, unit.Coils.Count) && unit.AccessOf(ModbusTable.Coils).MayWrite(address, count);

    private static bool MayWriteRegisters(ModbusUnit unit, int address, int count) =>
        TableRange.Contains(address, count, unit.HoldingRegisters.Count) && unit.AccessOf(ModbusTable.HoldingRegisters).MayWrite(address, count);
}
