using System.Buffers.Binary;

namespace Busbar.Modbus;

/// <summary>The last events of a device's line: a view on the received octets, valid as long as they are; MODBUS Application Protocol V1.1b3 §6.10.</summary>
public readonly ref struct CommEventLogResponse
{
    private const int HeaderLength = 8;
    private const int CountedHeader = 6; // status, event count and message count are within the byte count

    private CommEventLogResponse(ReadOnlySpan<byte> pdu)
    {
        Status = BinaryPrimitives.ReadUInt16BigEndian(pdu[2..]);
        EventCount = BinaryPrimitives.ReadUInt16BigEndian(pdu[4..]);
        MessageCount = BinaryPrimitives.ReadUInt16BigEndian(pdu[6..]);
        Events = pdu[HeaderLength..];
    }

    /// <summary><see cref="CommEventCounterResponse.Busy"/> or 0.</summary>
    public ushort Status { get; }

    /// <summary>Messages completed without an exception.</summary>
    public ushort EventCount { get; }

    /// <summary>Messages the device has processed.</summary>
    public ushort MessageCount { get; }

    /// <summary>The events, one octet each, the newest first; 0 to 64.</summary>
    public ReadOnlySpan<byte> Events { get; }

    /// <summary>Reads the PDU of function 12.</summary>
    /// <returns>False when its byte count is below 6, above 70, or disagrees with its length.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out CommEventLogResponse response) => TryDecode(pdu, out response, out _);

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out CommEventLogResponse)"/>
    /// <param name="pdu">The PDU.</param>
    /// <param name="response">What it says; default when it is refused.</param>
    /// <param name="violation">What is wrong with it when it is refused.</param>
    public static bool TryDecode(ReadOnlySpan<byte> pdu, out CommEventLogResponse response, out PduViolation violation)
    {
        response = default;
        violation = default;
        if (pdu.Length < HeaderLength)
            return PduViolation.At(pdu.Length, "the PDU must have 8 octets and the events", out violation);
        if (pdu[0] != (byte)FunctionCode.GetCommEventLog)
            return PduViolation.At(0, "the function code must be 12", out violation);
        if (pdu[1] is < CountedHeader or > CountedHeader + ModbusLimits.MaxEvents)
            return PduViolation.At(1, "the byte count must be 6 to 70", out violation);
        if (pdu[1] != pdu.Length - 2)
            return PduViolation.At(1, "the byte count must be that of the octets behind it", out violation);

        response = new CommEventLogResponse(pdu);
        return true;
    }

    /// <summary>Writes the PDU.</summary>
    /// <param name="destination">Where the PDU begins.</param>
    /// <param name="status"><see cref="CommEventCounterResponse.Busy"/> or 0.</param>
    /// <param name="eventCount">Messages completed without an exception.</param>
    /// <param name="messageCount">Messages processed.</param>
    /// <param name="events">The events, the newest first, at most 64.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more events.</exception>
    public static int Encode(Span<byte> destination, ushort status, ushort eventCount, ushort messageCount, ReadOnlySpan<byte> events)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Length, ModbusLimits.MaxEvents, nameof(events));
        events.CopyTo(destination[HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], messageCount);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], eventCount);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], status);
        destination[1] = (byte)(CountedHeader + events.Length);
        destination[0] = (byte)FunctionCode.GetCommEventLog;
        return HeaderLength + events.Length;
    }
}
