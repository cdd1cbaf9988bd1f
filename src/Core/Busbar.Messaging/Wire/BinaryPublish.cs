namespace Busbar.Messaging;

/// <summary>One publish of a client's frame: a view, valid as long as the frame is.</summary>
internal ref struct BinaryPublish
{
    /// <summary>By which the client knows the answer.</summary>
    public long? Id;

    /// <summary>Milliseconds; null for what the topic says.</summary>
    public long? TimeToLive;

    /// <summary>What it takes the topic for; null when it does not say.</summary>
    public TopicKind? Kind;

    /// <summary>It does not want the message back.</summary>
    public bool SkipsOwn;

    /// <summary>UTF-8, not looked at.</summary>
    public ReadOnlySpan<byte> Topic;

    public ReadOnlySpan<byte> Payload;
}
