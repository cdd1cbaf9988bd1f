using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>
/// How long an RTU frame is, as far as its first octets say: no time between frames can be relied on above a serial driver. A number
/// above 0 is the length of the ADU (above 256: no frame is that long), one below 0 how many octets must be there to say more, and
/// <see cref="Open"/> that the function does not say it.
/// </summary>
internal static class RtuLength
{
    public const int Open = 0;

    private const int Envelope = 3; // address and CRC
    private const int Counted = Envelope + 2; // function code and byte count, octets behind them not counted
    private const int Echo = Envelope + WriteSingle.Length;
    private const int TooLong = RtuCodec.MaxAduLength + 1;

    public static int Of(ReadOnlySpan<byte> adu, PduDirection direction)
    {
        if (adu.Length < 2)
            return -2;
        return direction == PduDirection.Request ? OfRequest(adu) : OfResponse(adu);
    }

    private static int OfRequest(ReadOnlySpan<byte> adu)
    {
        switch ((FunctionCode)adu[1])
        {
            case >= FunctionCode.ReadCoils and <= FunctionCode.WriteSingleRegister:
                return Envelope + ReadRequest.Length;
            case FunctionCode.ReadExceptionStatus or FunctionCode.GetCommEventCounter or FunctionCode.GetCommEventLog or FunctionCode.ReportServerId:
                return Envelope + PlainRequest.Length;
            case FunctionCode.Diagnostics:
                return OfDiagnostics(adu);
            case FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters:
                return adu.Length < 7 ? -7 : 9 + adu[6];
            case FunctionCode.ReadFileRecord or FunctionCode.WriteFileRecord:
                return adu.Length < 3 ? -3 : Counted + adu[2];
            case FunctionCode.MaskWriteRegister:
                return Envelope + MaskWriteRegister.Length;
            case FunctionCode.ReadWriteMultipleRegisters:
                return adu.Length < 11 ? -11 : 13 + adu[10];
            case FunctionCode.ReadFifoQueue:
                return Envelope + ReadFifoQueueRequest.Length;
            case FunctionCode.EncapsulatedInterfaceTransport:
                if (adu.Length < 3)
                    return -3;
                return adu[2] == (byte)MeiType.ReadDeviceIdentification ? Envelope + ReadDeviceIdentificationRequest.Length : Open;
            default:
                return Open;
        }
    }

    private static int OfResponse(ReadOnlySpan<byte> adu)
    {
        switch ((FunctionCode)adu[1])
        {
            case >= (FunctionCode)ExceptionResponse.Mark:
                return Envelope + ExceptionResponse.Length;
            case >= FunctionCode.ReadCoils and <= FunctionCode.ReadInputRegisters:
            case FunctionCode.GetCommEventLog or FunctionCode.ReportServerId:
            case FunctionCode.ReadFileRecord or FunctionCode.WriteFileRecord or FunctionCode.ReadWriteMultipleRegisters:
                return adu.Length < 3 ? -3 : Counted + adu[2];
            case FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister or FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters:
            case FunctionCode.GetCommEventCounter:
                return Echo;
            case FunctionCode.ReadExceptionStatus:
                return Envelope + ExceptionStatusResponse.Length;
            case FunctionCode.Diagnostics:
                return OfDiagnostics(adu);
            case FunctionCode.MaskWriteRegister:
                return Envelope + MaskWriteRegister.Length;
            case FunctionCode.ReadFifoQueue:
                return adu.Length < 4 ? -4 : Math.Min(TooLong, 6 + BinaryPrimitives.ReadUInt16BigEndian(adu[2..]));
            case FunctionCode.EncapsulatedInterfaceTransport:
                if (adu.Length < 3)
                    return -3;
                return adu[2] == (byte)MeiType.ReadDeviceIdentification ? OfDeviceIdentification(adu) : Open;
            default:
                return Open;
        }
    }

    private static int OfDiagnostics(ReadOnlySpan<byte> adu)
    {
        if (adu.Length < 4)
            return -4;
        return DiagnosticShape.IsFixed(DiagnosticShape.SubFunctionOf(adu[1..])) ? Envelope + DiagnosticShape.MinLength : Open;
    }

    private static int OfDeviceIdentification(ReadOnlySpan<byte> adu)
    {
        int offset = 1 + ReadDeviceIdentificationResponse.HeaderLength;
        if (adu.Length < offset)
            return -offset;

        for (int objects = adu[1 + ReadDeviceIdentificationResponse.CountOffset]; objects > 0 && offset < TooLong; objects--)
        {
            int values = offset + ReadDeviceIdentificationResponse.ObjectHeaderLength;
            if (adu.Length < values)
                return -values;
            offset = values + adu[offset + 1];
        }

        return Math.Min(TooLong, offset + Envelope - 1);
    }
}
