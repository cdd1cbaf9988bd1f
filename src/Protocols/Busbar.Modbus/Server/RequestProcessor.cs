namespace Busbar.Modbus;

/// <summary>
/// Does what a request asks and writes its answer, in the order of MODBUS Application Protocol V1.1b3 §7: function (01), quantity and
/// value (03), addresses (02), execution (04). A refused request changes nothing. Reads allocate nothing.
/// </summary>
internal static partial class RequestProcessor
{
    /// <param name="unit">The unit asked.</param>
    /// <param name="pdu">The request, at least 1 octet.</param>
    /// <param name="answer">At least <see cref="ModbusLimits.MaxPduLength"/> octets.</param>
    /// <param name="isBroadcast">Whether it went to all units of the line.</param>
    /// <returns>Octets of the answer; 0 when there is none.</returns>
    [HotPath]
    public static int Answer(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, bool isBroadcast)
    {
        var function = (FunctionCode)pdu[0];
        ModbusExceptionCode refusal = ModbusExceptionCode.None;
        int length = function switch
        {
            FunctionCode.ReadCoils => ReadBits(unit, unit.Coils, ModbusTable.Coils, pdu, answer, ref refusal),
            FunctionCode.ReadDiscreteInputs => ReadBits(unit, unit.DiscreteInputs, ModbusTable.DiscreteInputs, pdu, answer, ref refusal),
            FunctionCode.ReadHoldingRegisters => ReadRegisters(unit, unit.HoldingRegisters, ModbusTable.HoldingRegisters, pdu, answer, ref refusal),
            FunctionCode.ReadInputRegisters => ReadRegisters(unit, unit.InputRegisters, ModbusTable.InputRegisters, pdu, answer, ref refusal),
            FunctionCode.WriteSingleCoil => WriteCoil(unit, pdu, answer, ref refusal),
            FunctionCode.WriteSingleRegister => WriteRegister(unit, pdu, answer, ref refusal),
            FunctionCode.WriteMultipleCoils => WriteCoils(unit, pdu, answer, ref refusal),
            FunctionCode.WriteMultipleRegisters => WriteRegisters(unit, pdu, answer, ref refusal),
            FunctionCode.MaskWriteRegister => MaskWrite(unit, pdu, answer, ref refusal),
            FunctionCode.ReadWriteMultipleRegisters => ReadWrite(unit, pdu, answer, ref refusal),
            FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId =>
                AnswerPlain(unit, pdu, answer, ref refusal),
            FunctionCode.Diagnostics => Diagnose(unit, pdu, answer, ref refusal),
            FunctionCode.ReadFileRecord => ReadFiles(unit, pdu, answer, ref refusal),
            FunctionCode.WriteFileRecord => WriteFiles(unit, pdu, answer, ref refusal),
            FunctionCode.ReadFifoQueue => ReadFifo(unit, pdu, answer, ref refusal),
            FunctionCode.EncapsulatedInterfaceTransport => AnswerEncapsulated(unit, pdu, answer, isBroadcast, ref refusal),
            _ => Handle(unit, function, pdu, answer, isBroadcast, ref refusal),
        };
        return refusal == ModbusExceptionCode.None ? length : ExceptionResponse.Encode(answer, function, refusal);
    }

    /// <summary>Whether the server answers the function itself.</summary>
    public static bool Knows(FunctionCode function) => function is
        (>= FunctionCode.ReadCoils and <= FunctionCode.Diagnostics) or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog
        or (>= FunctionCode.WriteMultipleCoils and <= FunctionCode.ReportServerId) or (>= FunctionCode.ReadFileRecord and <= FunctionCode.ReadFifoQueue)
        or FunctionCode.EncapsulatedInterfaceTransport;

    /// <summary>Whether all units of a line may be asked for the function at once: writes, and what users add.</summary>
    public static bool IsBroadcastable(FunctionCode function) => function is
        FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister or FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters
        or FunctionCode.WriteFileRecord or FunctionCode.MaskWriteRegister || !Knows(function);

    private static int ReadBits(ModbusUnit unit, BitTable table, ModbusTable name, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!ReadRequest.TryDecode(pdu, out ReadRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.Address, request.Quantity, table.Count) || !unit.AccessOf(name).MayRead(request.Address, request.Quantity))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        int length = ReadBitsResponse.Encode(answer, request.Function, request.Quantity, out Span<byte> octets);
        if (!unit.HasReadHandlers)
        {
            table.ReadPacked(request.Address, request.Quantity, octets);
            return length;
        }

        using (unit.BeginUpdate())
        {
            refusal = unit.RaiseRead(name, request.Address, request.Quantity);
            table.ReadPacked(request.Address, request.Quantity, octets);
        }

        return length;
    }

    [HotPath]
    private static int ReadRegisters(ModbusUnit unit, RegisterTable table, ModbusTable name, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!ReadRequest.TryDecode(pdu, out ReadRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!TableRange.Contains(request.Address, request.Quantity, table.Count) || !unit.AccessOf(name).MayRead(request.Address, request.Quantity))
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        int length = ReadRegistersResponse.Encode(answer, request.Function, request.Quantity, out Span<byte> octets);
        if (unit.HasReadHandlers)
            refusal = ReadAsked(unit, table, name, request, octets);
        else
            table.ReadOctets(request.Address, octets);
        return length;
    }

    private static ModbusExceptionCode ReadAsked(ModbusUnit unit, RegisterTable table, ModbusTable name, in ReadRequest request, Span<byte> octets)
    {
        using (unit.BeginUpdate())
        {
            ModbusExceptionCode refusal = unit.RaiseRead(name, request.Address, request.Quantity);
            table.ReadOctets(request.Address, octets);
            return refusal;
        }
    }

    private static int Refuse(ModbusExceptionCode code, ref ModbusExceptionCode refusal)
    {
        refusal = code;
        return 0;
    }
}
