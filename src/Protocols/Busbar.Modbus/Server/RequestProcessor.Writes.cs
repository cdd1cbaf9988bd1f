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
        if (!TryWriteCoils(unit, write.Address, 1, octet, out refusal))
            return 0;
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

        if (!TryWriteRegisters(unit, write.Address, 1, pdu[3..], out refusal))
            return 0;
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

        if (!TryWriteCoils(unit, request.Address, request.Quantity, request.Octets, out refusal))
            return 0;
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

        if (!TryWriteRegisters(unit, request.Address, request.Quantity, request.Octets, out refusal))
            return 0;
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
            if (!TryWriteRegisters(unit, write.Address, 1, octets, out refusal))
                return 0;
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
            if (!TryWriteRegisters(unit, request.WriteAddress, request.WriteQuantity, request.Octets, out refusal))
                return 0;
            refusal = unit.RaiseRead(ModbusTable.HoldingRegisters, request.ReadAddress, request.ReadQuantity);
            unit.HoldingRegisters.ReadOctets(request.ReadAddress, octets);
        }

        return unit.RaiseWrite(ModbusTable.HoldingRegisters, request.WriteAddress, request.WriteQuantity, request.Octets)
            ? length
            : Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
    }

    private static bool TryWriteCoils(ModbusUnit unit, int address, int count, ReadOnlySpan<byte> octets, out ModbusExceptionCode refusal)
    {
        using (unit.BeginUpdate())
        {
            refusal = unit.RaiseWriting(ModbusTable.Coils, address, count, octets);
            if (refusal == ModbusExceptionCode.None)
                unit.Coils.WritePacked(address, count, octets);
        }

        return refusal == ModbusExceptionCode.None;
    }

    private static bool TryWriteRegisters(ModbusUnit unit, int address, int count, ReadOnlySpan<byte> octets, out ModbusExceptionCode refusal)
    {
        using (unit.BeginUpdate())
        {
            refusal = unit.RaiseWriting(ModbusTable.HoldingRegisters, address, count, octets);
            if (refusal == ModbusExceptionCode.None)
                unit.HoldingRegisters.WriteOctets(address, octets);
        }

        return refusal == ModbusExceptionCode.None;
    }

    private static bool MayWriteCoils(ModbusUnit unit, int address, int count) =>
        TableRange.Contains(address, count, unit.Coils.Count) && unit.AccessOf(ModbusTable.Coils).MayWrite(address, count);

    private static bool MayWriteRegisters(ModbusUnit unit, int address, int count) =>
        TableRange.Contains(address, count, unit.HoldingRegisters.Count) && unit.AccessOf(ModbusTable.HoldingRegisters).MayWrite(address, count);
}
