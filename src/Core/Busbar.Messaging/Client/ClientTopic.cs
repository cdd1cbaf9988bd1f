namespace Busbar.Messaging;

/// <summary>A topic as the server announced it. Under the client's lock.</summary>
internal sealed class ClientTopic(string name, TopicKind kind)
{
    public string Name => name;

    public TopicKind Kind => kind;

    /// <summary>Whom its messages go to; null after groups changed.</summary>
    public GroupHandler[]? Handlers { get; set; }

    /// <summary>The group of exactly this topic, found with the handlers; null for none.</summary>
    public ClientGroup? Group { get; set; }

    /// <summary>Of a state, for those who join later: the server sends it once. The topic's own reference.</summary>
    public MessageBlock? Latest { get; private set; }

    /// <summary><see cref="Latest"/> is one JSON text.</summary>
    public bool IsLatestJson { get; private set; }

    /// <summary>Keeps a message, with a reference of its own, instead of the one before.</summary>
    public void Keep(MessageBlock message, bool isJson)
    {
        Forget();
        message.AddReferences(1);
        (Latest, IsLatestJson) = (message, isJson);
    }

    /// <summary>Keeps none.</summary>
    public void Forget()
    {
        Latest?.Release();
        Latest = null;
    }
}
