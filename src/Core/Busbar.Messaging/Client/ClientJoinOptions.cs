namespace Busbar.Messaging;

/// <summary>How a <see cref="BrokerClient"/> joins a group.</summary>
public sealed record ClientJoinOptions
{
    /// <summary>So many events that the server kept come first; at least 0, default 0.</summary>
    public int History { get; set; }

    /// <summary>Called with who joined and who left; null for not at all.</summary>
    public Func<IReadOnlyList<GroupMember>, IReadOnlyList<GroupMember>, ValueTask>? OnPresence { get; set; }
}
