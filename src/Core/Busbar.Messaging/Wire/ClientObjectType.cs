namespace Busbar.Messaging;

/// <summary>What a client says, by the <c>type</c> of its object.</summary>
internal enum ClientObjectType : byte
{
    /// <summary>None that is known.</summary>
    None = 0,

    /// <summary>Opens a session, or takes one up again.</summary>
    Hello,

    /// <summary>How far the client has come.</summary>
    Ack,

    /// <summary>Wants the messages of a filter.</summary>
    Join,

    /// <summary>Wants them no more.</summary>
    Leave,

    /// <summary>A message for a topic.</summary>
    Publish,

    /// <summary>A message for the server, or for another client.</summary>
    Send,

    /// <summary>The same, and an answer is expected.</summary>
    Request,

    /// <summary>The answer to a request of the server's.</summary>
    Response,

    /// <summary>Who has joined a filter.</summary>
    Presence,

    /// <summary>Ends the session.</summary>
    Bye,
}
