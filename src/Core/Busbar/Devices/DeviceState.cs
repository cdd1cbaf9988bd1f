namespace Busbar;

/// <summary>Whether a device can be reached.</summary>
public enum DeviceState : byte
{
    /// <summary>No attempt has ended yet.</summary>
    Connecting = 0,

    /// <summary>It answers.</summary>
    Connected,

    /// <summary>It does not answer, or cannot be reached.</summary>
    Disconnected,
}
