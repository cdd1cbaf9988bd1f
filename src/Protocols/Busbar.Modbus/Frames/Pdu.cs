namespace Busbar.Modbus;

/// <summary>What holds for the PDU of any function; MODBUS Application Protocol V1.1b3 §4.1.</summary>
public static class Pdu
{
    private const byte FirstUserDefined = 65;
    private const byte LastUserDefined = 72;
    private const byte FirstUserDefinedOfTheSecondRange = 100;
    private const byte LastUserDefinedOfTheSecondRange = 110;

    /// <summary>Whether the specification leaves the function code to users, 65 to 72 and 100 to 110: its PDU is what they agree on.</summary>
    public static bool IsUserDefined(FunctionCode function) =>
        (byte)function is (>= FirstUserDefined and <= LastUserDefined) or (>= FirstUserDefinedOfTheSecondRange and <= LastUserDefinedOfTheSecondRange);

    /// <summary>Judges a PDU by the rules of its function. One of a function that is not public has none, but for the longest length.</summary>
    /// <param name="pdu">The PDU.</param>
    /// <param name="direction">Which way it travels.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    /// <returns>False when it is refused.</returns>
    public static bool Check(ReadOnlySpan<byte> pdu, PduDirection direction, out PduViolation violation)
    {
        violation = default;
        if (pdu.IsEmpty)
            return PduViolation.At(0, "the function code is missing", out violation);
        if (pdu.Length > ModbusLimits.MaxPduLength)
            return PduViolation.At(ModbusLimits.MaxPduLength, "the PDU must have at most 253 octets", out violation);
        return direction == PduDirection.Request ? CheckRequest(pdu, out violation) : CheckResponse(pdu, out violation);
    }

    private static bool CheckRequest(ReadOnlySpan<byte> pdu, out PduViolation violation)
    {
        violation = default;
        switch ((FunctionCode)pdu[0])
        {
            case FunctionCode.None:
            case >= (FunctionCode)ExceptionResponse.Mark:
                return PduViolation.At(0, "the function code of a request must be 1 to 127", out violation);
            case FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs or FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters:
                return ReadRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister:
                return WriteSingle.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId:
                return PlainRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.Diagnostics:
                return DiagnosticsRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters:
                return WriteMultipleRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadFileRecord:
                return ReadFileRecordRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.WriteFileRecord:
                return WriteFileRecord.TryDecode(pdu, out _, out violation);
            case FunctionCode.MaskWriteRegister:
                return MaskWriteRegister.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadWriteMultipleRegisters:
                return ReadWriteRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadFifoQueue:
                return ReadFifoQueueRequest.TryDecode(pdu, out _, out violation);
            case FunctionCode.EncapsulatedInterfaceTransport:
                return IsDeviceIdentification(pdu) ? ReadDeviceIdentificationRequest.TryDecode(pdu, out _, out violation) : EncapsulatedTransport.TryDecode(pdu, out _, out violation);
            default:
                return true;
        }
    }

    private static bool CheckResponse(ReadOnlySpan<byte> pdu, out PduViolation violation)
    {
        violation = default;
        switch ((FunctionCode)pdu[0])
        {
            case FunctionCode.None:
                return PduViolation.At(0, "the function code of a response must be 1 to 255", out violation);
            case >= (FunctionCode)ExceptionResponse.Mark:
                return ExceptionResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs:
                return ReadBitsResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters or FunctionCode.ReadWriteMultipleRegisters:
                return ReadRegistersResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister:
                return WriteSingle.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadExceptionStatus:
                return ExceptionStatusResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.Diagnostics:
                return DiagnosticsResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.GetCommEventCounter:
                return CommEventCounterResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.GetCommEventLog:
                return CommEventLogResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters:
                return WriteMultipleResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReportServerId:
                return ServerIdResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadFileRecord:
                return ReadFileRecordResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.WriteFileRecord:
                return WriteFileRecord.TryDecode(pdu, out _, out violation);
            case FunctionCode.MaskWriteRegister:
                return MaskWriteRegister.TryDecode(pdu, out _, out violation);
            case FunctionCode.ReadFifoQueue:
                return ReadFifoQueueResponse.TryDecode(pdu, out _, out violation);
            case FunctionCode.EncapsulatedInterfaceTransport:
                return IsDeviceIdentification(pdu) ? ReadDeviceIdentificationResponse.TryDecode(pdu, out _, out violation) : EncapsulatedTransport.TryDecode(pdu, out _, out violation);
            default:
                return true;
        }
    }

    private static bool IsDeviceIdentification(ReadOnlySpan<byte> pdu) => pdu.Length > 1 && pdu[1] == (byte)MeiType.ReadDeviceIdentification;
}
