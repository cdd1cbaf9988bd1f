namespace Busbar.Modbus;

/// <summary>The eight states of a device.</summary>
internal readonly struct ExceptionStatusDecoder : IResponseDecoder<byte>
{
    public byte Decode(ReadOnlySpan<byte> pdu) => pdu[1];
}

/// <summary>The number that a sub-function answers; 0 when nobody answers it.</summary>
internal readonly struct DiagnosticValueDecoder : IResponseDecoder<ushort>
{
    public ushort Decode(ReadOnlySpan<byte> pdu) => DiagnosticsResponse.TryDecode(pdu, out DiagnosticsResponse answer) ? answer.Value : (ushort)0;
}

/// <summary>The octets that a sub-function answers, new.</summary>
internal readonly struct DiagnosticDataDecoder : IResponseDecoder<byte[]>
{
    public byte[] Decode(ReadOnlySpan<byte> pdu) => DiagnosticsResponse.TryDecode(pdu, out DiagnosticsResponse answer) ? answer.Data.ToArray() : [];
}

/// <summary>The two counters of function 11.</summary>
internal readonly struct CommEventCounterDecoder : IResponseDecoder<CommEventCounterResponse>
{
    public CommEventCounterResponse Decode(ReadOnlySpan<byte> pdu)
    {
        CommEventCounterResponse.TryDecode(pdu, out CommEventCounterResponse answer);
        return answer;
    }
}

/// <summary>A copy of the log of function 12.</summary>
internal readonly struct CommEventLogDecoder : IResponseDecoder<CommEventLog>
{
    public CommEventLog Decode(ReadOnlySpan<byte> pdu)
    {
        CommEventLogResponse.TryDecode(pdu, out CommEventLogResponse answer);
        return new CommEventLog(answer);
    }
}

/// <summary>A copy of the identifier of function 17.</summary>
internal readonly struct ServerIdDecoder(int? idLength) : IResponseDecoder<ModbusServerId>
{
    public ModbusServerId Decode(ReadOnlySpan<byte> pdu)
    {
        ServerIdResponse.TryDecode(pdu, out ServerIdResponse answer);
        return new ModbusServerId(answer, idLength);
    }
}
