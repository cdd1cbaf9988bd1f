namespace Busbar.Messaging;

/// <summary>Whether a client may say one thing more.</summary>
internal enum RateVerdict : byte
{
    /// <summary>It may.</summary>
    Allowed = 0,

    /// <summary>Not now; it is told so.</summary>
    Refused,

    /// <summary>It goes on although it was told so.</summary>
    Flood,
}
