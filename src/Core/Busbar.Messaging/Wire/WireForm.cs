namespace Busbar.Messaging;

/// <summary>How the wire is written to one connection.</summary>
internal enum WireForm : byte
{
    /// <summary>Each object by itself, as JSON.</summary>
    Json = 0,

    /// <summary>Frames with their length in front; messages and publishes without JSON around them.</summary>
    Binary,
}
