namespace Busbar.Messaging;

/// <summary>What a client says first.</summary>
/// <param name="Session">The one it had; null for a new one.</param>
/// <param name="Position">The last that it received.</param>
/// <param name="GetsOwn">It wants back what it publishes.</param>
/// <param name="Request">Who it is.</param>
internal readonly record struct Hello(string? Session, long? Position, bool GetsOwn, ConnectRequest Request)
{
    public static Hello Of(in ClientObject message, ConnectRequest request)
    {
        string? session = message.Session.ToStringOrNull();
        return new Hello(session, message.Position, message.Own ?? true, request with
        {
            Key = message.Key.ToStringOrNull() ?? request.Key,
            Name = message.Name.ToStringOrNull(),
        });
    }
}
