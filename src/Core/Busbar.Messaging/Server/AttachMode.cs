namespace Busbar.Messaging;

/// <summary>How a connection takes up a session.</summary>
internal enum AttachMode : byte
{
    /// <summary>It began with a hello, and is told welcome; answers that waited belonged to the connection before.</summary>
    Hello = 0,

    /// <summary>It only gives what the client gets; what the client says comes by other requests.</summary>
    Stream,

    /// <summary>The same, and it ends with the first objects.</summary>
    Poll,
}
