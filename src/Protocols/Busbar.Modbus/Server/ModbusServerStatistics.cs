namespace Busbar.Modbus;

/// <summary>What a server has counted since it was made.</summary>
public readonly record struct ModbusServerStatistics
{
    /// <summary>Requests received.</summary>
    public long Requests { get; init; }

    /// <summary>Of these, those answered with an exception.</summary>
    public long Exceptions { get; init; }

    /// <summary>Of these, those that were not answered: to unknown units, to all units, to units that only listen.</summary>
    public long Unanswered { get; init; }

    /// <summary>Of these, those that went on to another transport; a write to all units once for each.</summary>
    public long Forwarded { get; init; }

    /// <summary>Of these, those that <see cref="ModbusServerOptions.Authorize"/> did not allow.</summary>
    public long Unauthorized { get; init; }

    /// <summary>ADUs of another protocol; dropped.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>Connections open at this moment.</summary>
    public int OpenConnections { get; init; }

    /// <summary>Connections accepted.</summary>
    public long AcceptedConnections { get; init; }

    /// <summary>Of these, those that were not served: a TLS handshake that failed or did not end in time.</summary>
    public long FailedConnections { get; init; }

    /// <summary>Connections closed at once because as many were open as may be.</summary>
    public long RefusedConnections { get; init; }
}
