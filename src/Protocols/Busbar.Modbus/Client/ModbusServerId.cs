namespace Busbar.Modbus;

/// <summary>What a device is and whether it runs; MODBUS Application Protocol V1.1b3 §6.13. Owned: safe to keep.</summary>
public sealed record ModbusServerId
{
    internal ModbusServerId(ServerIdResponse response, int? idLength)
    {
        int length = Math.Min(idLength ?? response.GuessedIdLength, response.Octets.Length);
        Octets = response.Octets.ToArray();
        Id = Octets[..length];
        IsRunning = response.IsRunning(length);
        Additional = response.Additional(length).ToArray();
    }

    /// <summary>All there is: the identifier, the run indicator and what the device adds.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The identifier, as long as was said or guessed.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Whether the device runs; null when no run indicator stands behind the identifier.</summary>
    public bool? IsRunning { get; }

    /// <summary>What the device adds behind the run indicator.</summary>
    public ReadOnlyMemory<byte> Additional { get; }
}
