namespace Busbar.Modbus;

/// <summary>The last events of a device's line; MODBUS Application Protocol V1.1b3 §6.10. Owned: safe to keep.</summary>
public sealed record CommEventLog
{
    internal CommEventLog(CommEventLogResponse response)
    {
        Status = response.Status;
        EventCount = response.EventCount;
        MessageCount = response.MessageCount;
        Events = response.Events.ToArray();
    }

    /// <summary><see cref="CommEventCounterResponse.Busy"/> or 0.</summary>
    public ushort Status { get; }

    /// <summary>Messages completed without an exception.</summary>
    public ushort EventCount { get; }

    /// <summary>Messages the device has processed.</summary>
    public ushort MessageCount { get; }

    /// <summary>The events, one octet each, the newest first; 0 to 64.</summary>
    public ReadOnlyMemory<byte> Events { get; }
}
