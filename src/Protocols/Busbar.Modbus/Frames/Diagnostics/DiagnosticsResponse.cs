using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>The answer to a test or a question: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.8.</summary>
public readonly ref struct DiagnosticsResponse
{
    private DiagnosticsResponse(DiagnosticSubFunction subFunction, ReadOnlySpan<byte> data)
    {
        SubFunction = subFunction;
        Data = data;
    }

    /// <summary>What was asked for.</summary>
    public DiagnosticSubFunction SubFunction { get; }

    /// <summary>Its data: 2 octets, any number from 2 for those sub-functions whose length is not fixed.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The first 2 octets of the data as a number: the counter or register asked for.</summary>
    public ushort Value => BinaryPrimitives.ReadUInt16BigEndian(Data);

    /// <summary>Reads the PDU of function 8.</summary>
    /// <returns>False when its length is not one the sub-function allows.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out DiagnosticsResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out DiagnosticsResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out DiagnosticsResponse response, out PduViolation violation)
    {
        response = default;
        if (!DiagnosticShape.Check(pdu, out violation))
            return false;

        response = new DiagnosticsResponse(DiagnosticShape.SubFunctionOf(pdu), pdu[DiagnosticShape.HeaderLength..]);
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
    /// <param name="subFunction">What was asked for.</param>
    /// <param name="data">Its data, 2 to 250 octets.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The data is longer.</exception>
    public static int Encode(Span<byte> destination, DiagnosticSubFunction subFunction, ReadOnlySpan<byte> data) =>
        DiagnosticShape.Encode(destination, subFunction, data);
}
