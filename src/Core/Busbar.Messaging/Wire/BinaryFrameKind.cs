namespace Busbar.Messaging;

/// <summary>What a frame of the binary form holds.</summary>
internal enum BinaryFrameKind : byte
{
    /// <summary>What JSON says over the other carriers: one object, from a client also an array of objects.</summary>
    Json = (byte)'J',

    /// <summary>Messages of topics. From the server.</summary>
    Messages = (byte)'M',

    /// <summary>What a client publishes. From a client.</summary>
    Publish = (byte)'P',

    /// <summary>How far a client has come. From a client.</summary>
    Acknowledge = (byte)'A',
}
