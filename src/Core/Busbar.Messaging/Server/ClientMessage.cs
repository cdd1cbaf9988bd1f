namespace Busbar.Messaging;

/// <summary>What a client sent to the server.</summary>
public sealed class ClientMessage
{
    internal ClientMessage(RemoteClient client, string? name, byte[] value)
    {
        Client = client;
        Name = name;
        Value = value;
    }

    /// <summary>Who sent it.</summary>
    public RemoteClient Client { get; }

    /// <summary>What it calls it; null when it did not say.</summary>
    public string? Name { get; }

    /// <summary>JSON as UTF-8; <c>null</c> when there was none. Yours.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Sends something back to this client alone.</summary>
    /// <inheritdoc cref="RemoteClient.TrySend"/>
    public bool TryReply(string? name, ReadOnlySpan<byte> value) => Client.TrySend(name, value);
}
