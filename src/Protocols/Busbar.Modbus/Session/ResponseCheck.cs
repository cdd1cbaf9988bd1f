using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Whether a PDU is the answer to a request: function, length, what it says of itself and, for writes, the echo.</summary>
internal static class ResponseCheck
{
    private const string NoEcho = "the answer to a write must repeat the request";

    /// <returns>Null when it is; otherwise the rule it breaks.</returns>
    [HotPath]
    public static string? Violation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (response[0] != request[0])
            return FunctionViolation(request, response);

        return (FunctionCode)request[0] switch
        {
            FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs => Counted(response, PackedBits.OctetsOf(Quantity(request))),
            FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters or FunctionCode.ReadWriteMultipleRegisters => Counted(response, Quantity(request) * 2),
            FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister or FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters => Echo(request, response),
            _ => OtherViolation(request, response),
        };
    }

    /// <summary>The same for a request that its caller wrote itself: its function alone.</summary>
    public static string? FunctionViolation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response) =>
        response[0] == request[0] ? null : "the function code must be the request's";

    private static string? OtherViolation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if ((FunctionCode)request[0] == FunctionCode.EncapsulatedInterfaceTransport && (response.Length < 2 || response[1] != request[1]))
            return "the MEI type must be the request's";
        if (!Pdu.Check(response, PduDirection.Response, out PduViolation violation))
            return violation.Rule;

        return (FunctionCode)request[0] switch
        {
            FunctionCode.Diagnostics => Diagnosis(request, response),
            FunctionCode.ReadFileRecord => Files(request, response),
            FunctionCode.WriteFileRecord or FunctionCode.MaskWriteRegister => response.SequenceEqual(request) ? null : NoEcho,
            FunctionCode.EncapsulatedInterfaceTransport => Identification(request, response),
            _ => null,
        };
    }

    private static int Quantity(ReadOnlySpan<byte> request) => BinaryPrimitives.ReadUInt16BigEndian(request[3..]);

    private static string? Counted(ReadOnlySpan<byte> response, int octets)
    {
        if (response.Length < 2 || response[1] != octets)
            return "the byte count must fit the quantity asked for";
        return response.Length == 2 + octets ? null : "the length must fit the byte count";
    }

    private static string? Echo(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (response.Length != WriteSingle.Length)
            return "the answer to a write must have 5 octets";
        return response.SequenceEqual(request[..WriteSingle.Length]) ? null : NoEcho;
    }

    private static string? Diagnosis(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        DiagnosticSubFunction subFunction = DiagnosticShape.SubFunctionOf(request);
        if (DiagnosticShape.SubFunctionOf(response) != subFunction)
            return "the sub-function must be the request's";
        bool repeats = subFunction is DiagnosticSubFunction.ReturnQueryData or DiagnosticSubFunction.RestartCommunications
            or DiagnosticSubFunction.ChangeAsciiInputDelimiter or DiagnosticSubFunction.ClearCounters or DiagnosticSubFunction.ClearOverrunCounterAndFlag;
        return !repeats || response.SequenceEqual(request) ? null : "the answer to this sub-function must repeat the request";
    }

    private static string? Files(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        const string NoFit = "the groups must have the lengths asked for";
        ReadFileRecordRequest.TryDecode(request, out ReadFileRecordRequest asked);
        ReadFileRecordResponse.TryDecode(response, out ReadFileRecordResponse answered);
        int group = 0;
        foreach (ReadOnlySpan<byte> octets in answered)
        {
            if (group == asked.Count || octets.Length != 2 * asked[group++].Length)
                return NoFit;
        }

        return group == asked.Count ? null : NoFit;
    }

    private static string? Identification(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (request[1] != (byte)MeiType.ReadDeviceIdentification || request.Length != ReadDeviceIdentificationRequest.Length)
            return null;
        if (request[2] != (byte)ReadDeviceIdCode.Individual)
            return null;

        ReadDeviceIdentificationResponse.TryDecode(response, out ReadDeviceIdentificationResponse answer);
        foreach (DeviceObject each in answer)
            return answer.Count == 1 && (byte)each.Id == request[3] ? null : "the one object asked for must be there";
        return "the one object asked for must be there";
    }
}
