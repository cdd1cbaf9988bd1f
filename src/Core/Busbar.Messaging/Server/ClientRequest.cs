namespace Busbar.Messaging;

/// <summary>What a client asked the server.</summary>
public sealed class ClientRequest
{
    internal ClientRequest(RemoteClient client, string? name, byte[] value, CancellationToken cancellationToken)
    {
        Client = client;
        Name = name;
        Value = value;
        CancellationToken = cancellationToken;
    }

    /// <summary>Who asks.</summary>
    public RemoteClient Client { get; }

    /// <summary>What it asks for; null when it did not say.</summary>
    public string? Name { get; }

    /// <summary>JSON as UTF-8; <c>null</c> when there was none. Yours.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Cancelled when the client has no more use for the answer: its time is over, or it has left.</summary>
    public CancellationToken CancellationToken { get; }
}
