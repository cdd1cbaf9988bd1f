using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Whether a PDU is the answer to a request: function, length and, for writes, the echo.</summary>
internal static class ResponseCheck
{
    /// <returns>Null when it is; otherwise the rule it breaks.</returns>
    [HotPath]
    public static string? Violation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (response[0] != request[0])
            return "the function code must be the request's";

        return (FunctionCode)request[0] switch
        {
            FunctionCode.ReadCoils or FunctionCode.ReadDiscreteInputs => Counted(response, PackedBits.OctetsOf(Quantity(request))),
            FunctionCode.ReadHoldingRegisters or FunctionCode.ReadInputRegisters => Counted(response, Quantity(request) * 2),
            _ => Echo(request, response),
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
        return response.SequenceEqual(request[..WriteSingle.Length]) ? null : "the answer to a write must repeat the request";
    }
}
