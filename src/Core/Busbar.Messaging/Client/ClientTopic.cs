namespace Busbar.Messaging;

/// <summary>A topic as the server announced it. Under the client's lock.</summary>
internal sealed class ClientTopic(string name, TopicKind kind)
{
    public string Name => name;

    public TopicKind Kind => kind;

    /// <summary>Whom its messages go to; null after groups changed.</summary>
    public GroupHandler[]? Handlers { get; set; }

    /// <summary>Of a state, for those who join later: the server sends it once.</summary>
    public ReceivedMessage? Latest { get; set; }
}
