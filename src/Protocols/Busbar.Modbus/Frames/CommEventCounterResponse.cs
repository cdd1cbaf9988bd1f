using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>Whether a device is busy, and how many messages it has completed; MODBUS Application Protocol V1.1b3 §6.9.</summary>
public readonly record struct CommEventCounterResponse
{
    /// <summary>Octets of the PDU.</summary>
    public const int Length = 5;

    /// <summary>The status of a device that still works on a program command; 0 is the other.</summary>
    public const ushort Busy = 0xFFFF;

    private CommEventCounterResponse(ushort status, ushort eventCount)
    {
        Status = status;
        EventCount = eventCount;
    }

    /// <summary><see cref="Busy"/> or 0.</summary>
    public ushort Status { get; }

    /// <summary>Messages completed without an exception.</summary>
    public ushort EventCount { get; }

    /// <summary>Reads the PDU of function 11.</summary>
    /// <returns>False when its length is wrong.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out CommEventCounterResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out CommEventCounterResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out CommEventCounterResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length != Length)
            return PduViolation.Length(pdu, Length, "the PDU must have 5 octets", out violation);
        if (pdu[0] != (byte)FunctionCode.GetCommEventCounter)
            return PduViolation.At(0, "the function code must be 11", out violation);

        response = new CommEventCounterResponse(BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]), BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]));
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <returns>Octets written.</returns>
    public static int Encode(Span<byte> destination, ushort status, ushort eventCount)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], eventCount);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], status);
        destination[0] = (byte)FunctionCode.GetCommEventCounter;
        return Length;
    }
}
