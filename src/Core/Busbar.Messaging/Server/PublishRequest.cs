namespace Busbar.Messaging;

/// <summary>What a client says of a message that it publishes.</summary>
/// <param name="Id">By which it knows the answer.</param>
/// <param name="Topic">The topic's name, as it came.</param>
/// <param name="Kind">What it takes the topic for; null when it does not say.</param>
/// <param name="TimeToLive">Milliseconds; null for what the topic says.</param>
/// <param name="Own">It wants the message back if it has joined.</param>
/// <param name="Known">The topic of that name as it was found before; null when nobody looked.</param>
internal readonly record struct PublishRequest(long? Id, string Topic, TopicKind? Kind, double? TimeToLive, bool Own, Topic? Known = null);
