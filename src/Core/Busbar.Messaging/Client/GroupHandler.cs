namespace Busbar.Messaging;

/// <summary>One who joined a group; compared by reference, since the same method may join twice.</summary>
internal sealed class GroupHandler(
    Func<ReceivedMessage, ValueTask>? onMessage,
    BorrowedMessageHandler? onBorrowed,
    Func<IReadOnlyList<GroupMember>, IReadOnlyList<GroupMember>, ValueTask>? onPresence)
{
    public Func<IReadOnlyList<GroupMember>, IReadOnlyList<GroupMember>, ValueTask>? OnPresence => onPresence;

    /// <summary>It was given the states that were known when it joined. Under the client's lock.</summary>
    public bool HasStates { get; set; }

    /// <summary>Gives it a message, of which it keeps nothing but a copy of its own.</summary>
    [HotPath]
    public ValueTask TellAsync(in BorrowedMessage message)
    {
        if (onBorrowed is null)
            return TellOwnedAsync(message);
        onBorrowed(message);
        return default;
    }

    private ValueTask TellOwnedAsync(in BorrowedMessage message) => onMessage!(message.ToReceivedMessage());
}
