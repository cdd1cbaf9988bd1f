namespace Busbar.Messaging;

/// <summary>A publish that waits for the connection; how it is written depends on that.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Value">As it is; the client's own.</param>
/// <param name="Options">How.</param>
internal sealed record ClientPublish(string Topic, ReadOnlyMemory<byte> Value, ClientPublishOptions Options);
