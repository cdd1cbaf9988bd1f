using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>A test of the line, or a question for one of its counters: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.8.</summary>
public readonly ref struct DiagnosticsRequest
{
    private DiagnosticsRequest(DiagnosticSubFunction subFunction, ReadOnlySpan<byte> data)
    {
        SubFunction = subFunction;
        Data = data;
    }

    /// <summary>What is asked for.</summary>
    public DiagnosticSubFunction SubFunction { get; }

    /// <summary>Its data: 2 octets, any number from 2 for those sub-functions whose length is not fixed.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The first 2 octets of the data as a number.</summary>
    public ushort Value => BinaryPrimitives.ReadUInt16BigEndian(Data);

    /// <summary>Reads the PDU of function 8.</summary>
    /// <returns>False when its length or its data is not one the sub-function allows: exception 03.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out DiagnosticsRequest request) => TryDecode(pdu, out request, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out DiagnosticsRequest)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="request">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out DiagnosticsRequest request, out PduViolation violation)
    {
        request = default;
        if (!DiagnosticShape.Check(pdu, out violation) || !CheckData(pdu, out violation))
            return false;

        request = new DiagnosticsRequest(DiagnosticShape.SubFunctionOf(pdu), pdu[DiagnosticShape.HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU with 2 octets of data.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, DiagnosticSubFunction subFunction, ushort value)
    {
        Span<byte> data = [(byte)(value >> 8), (byte)value];
        return DiagnosticShape.Encode(destination, subFunction, data);
    }

    /// <summary>Writes the PDU.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="subFunction">What is asked for.</param>
    /// <param name="data">Its data, 2 to 250 octets.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The data is longer.</exception>
    public static int Encode(Span<byte> destination, DiagnosticSubFunction subFunction, ReadOnlySpan<byte> data) =>
        DiagnosticShape.Encode(destination, subFunction, data);

    private static bool CheckData(ReadOnlySpan<byte> pdu, out PduViolation violation)
    {
        violation = default;
        ushort value = BinaryPrimitives.ReadUInt16BigEndian(pdu[DiagnosticShape.HeaderLength..]);
        return DiagnosticShape.SubFunctionOf(pdu) switch
        {
            DiagnosticSubFunction.RestartCommunications when value is not (0 or 0xFF00) =>
                PduViolation.At(DiagnosticShape.HeaderLength, "the data of a restart must be 0000 or FF00", out violation),
            DiagnosticSubFunction.ChangeAsciiInputDelimiter when (value & 0xFF) != 0 =>
                PduViolation.At(DiagnosticShape.HeaderLength + 1, "the low octet of the delimiter must be 00", out violation),
            DiagnosticSubFunction.ReturnDiagnosticRegister or DiagnosticSubFunction.ForceListenOnlyMode when value != 0 => Zero(out violation),
            >= DiagnosticSubFunction.ClearCounters and <= DiagnosticSubFunction.ClearOverrunCounterAndFlag when value != 0 => Zero(out violation),
            _ => true,
        };
    }

    private static bool Zero(out PduViolation violation) =>
        PduViolation.At(DiagnosticShape.HeaderLength, "the data of this sub-function must be 0000", out violation);
}
