namespace Busbar.Messaging;

/// <summary>A client did not do what it was asked: it said so, has left, or may not be asked more at once.</summary>
public sealed class ClientRequestException : BrokerException
{
    internal ClientRequestException(string client, string reason)
        : base($"The client {client} did not answer: {reason}")
    {
        Client = client;
        Reason = reason;
    }

    /// <summary>The client's <see cref="RemoteClient.Id"/>.</summary>
    public string Client { get; }

    /// <summary>What the client said, or why it could not be asked; not to be believed when the client wrote it.</summary>
    public string Reason { get; }
}
