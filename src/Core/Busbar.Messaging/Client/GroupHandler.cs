namespace Busbar.Messaging;

/// <summary>One who joined a group; compared by reference, since the same method may join twice.</summary>
internal sealed class GroupHandler(Func<ReceivedMessage, ValueTask> onMessage, Func<IReadOnlyList<GroupMember>, IReadOnlyList<GroupMember>, ValueTask>? onPresence)
{
    public Func<ReceivedMessage, ValueTask> OnMessage => onMessage;

    public Func<IReadOnlyList<GroupMember>, IReadOnlyList<GroupMember>, ValueTask>? OnPresence => onPresence;

    /// <summary>It was given the states that were known when it joined. Under the client's lock.</summary>
    public bool HasStates { get; set; }
}
