namespace Busbar.Modbus;

/// <summary>
/// What a device is and whether it runs: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3
/// §6.13. How long the identifier is, is the device's own, and nothing in the answer says it.
/// </summary>
public readonly ref struct ServerIdResponse
{
    /// <summary>The run indicator of a device that runs; 0 is the other.</summary>
    public const byte Running = 0xFF;

    internal const int MaxOctets = ModbusLimits.MaxPduLength - HeaderLength;

    private const int HeaderLength = 2;

    private ServerIdResponse(ReadOnlySpan<byte> octets) => Octets = octets;

    /// <summary>All there is: the identifier, the run indicator and what the device adds.</summary>
    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>Octets of the identifier, guessed: up to the last octet when that is a run indicator, otherwise up to the first that is; all when none is.</summary>
    public int GuessedIdLength
    {
        get
        {
            if (Octets[^1] is 0 or Running)
                return Octets.Length - 1;
            int indicator = Octets[1..].IndexOfAny((byte)0, Running);
            return indicator < 0 ? Octets.Length : 1 + indicator;
        }
    }

    /// <summary>The identifier, when it has so many octets, at most all.</summary>
    public ReadOnlySpan<byte> Id(int length) => Octets[..length];

    /// <summary>Whether the device runs, when its identifier has so many octets; null when no run indicator stands behind it.</summary>
    public bool? IsRunning(int idLength) => idLength >= Octets.Length ? null : Octets[idLength] switch
    {
        Running => true,
        0 => false,
        _ => null,
    };

    /// <summary>What the device adds, when its identifier has so many octets.</summary>
    public ReadOnlySpan<byte> Additional(int idLength) => idLength + 1 >= Octets.Length ? default : Octets[(idLength + 1)..];

    /// <summary>Reads the PDU of function 17.</summary>
    /// <returns>False when its byte count is 0 or disagrees with its length.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ServerIdResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out ServerIdResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out ServerIdResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the byte count is missing", out violation);
        if (pdu[0] != (byte)FunctionCode.ReportServerId)
            return PduViolation.At(0, "the function code must be 17", out violation);
        if (pdu[1] == 0)
            return PduViolation.At(1, "the byte count must be at least 1", out violation);
        if (pdu[1] != pdu.Length - HeaderLength)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        response = new ServerIdResponse(pdu[HeaderLength..]);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="id">The identifier.</param>
    /// <param name="isRunning">Whether the device runs.</param>
    /// <param name="additional">What the device adds; all together at most 251 octets with the run indicator.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">They are more.</exception>
    public static int Encode(Span<byte> destination, ReadOnlySpan<byte> id, bool isRunning, ReadOnlySpan<byte> additional)
    {
        int count = id.Length + 1 + additional.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ModbusLimits.MaxPduLength - HeaderLength, nameof(additional));
        id.CopyTo(destination[HeaderLength..]);
        destination[HeaderLength + id.Length] = isRunning ? Running : (byte)0;
        additional.CopyTo(destination[(HeaderLength + id.Length + 1)..]);
        destination[1] = (byte)count;
        destination[0] = (byte)FunctionCode.ReportServerId;
        return HeaderLength + count;
    }
}
