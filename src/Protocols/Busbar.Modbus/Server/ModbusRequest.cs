namespace Busbar.Modbus;

/// <summary>A request for a user's own function: a view on the received octets, valid while its handler runs.</summary>
public readonly ref struct ModbusRequest
{
    internal ModbusRequest(int unit, ReadOnlySpan<byte> pdu, bool isBroadcast)
    {
        Unit = unit;
        Pdu = pdu;
        IsBroadcast = isBroadcast;
    }

    /// <summary>The unit that serves it.</summary>
    public int Unit { get; }

    /// <summary>Function code and data, 1 to 253 octets.</summary>
    public ReadOnlySpan<byte> Pdu { get; }

    /// <summary>The function code.</summary>
    public FunctionCode Function => (FunctionCode)Pdu[0];

    /// <summary>Whether it went to all units of the line: the answer is not sent.</summary>
    public bool IsBroadcast { get; }

    /// <summary>Writes an exception response.</summary>
    /// <param name="answer">Where the answer goes.</param>
    /// <param name="code">Why the request is refused.</param>
    /// <returns>Octets of the answer, for the handler to return.</returns>
    public int Refuse(Span<byte> answer, ModbusExceptionCode code) => ExceptionResponse.Encode(answer, Function, code);
}
