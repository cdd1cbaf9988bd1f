namespace Busbar.Messaging;

/// <summary>What a client's user is still to be told.</summary>
/// <param name="Call">Tells it; null for a message of a group.</param>
/// <param name="IsMessage">It counts among the messages that may wait.</param>
/// <param name="Handler">Whom the message is for.</param>
/// <param name="Topic">Where it was published.</param>
/// <param name="Message">One reference to it.</param>
/// <param name="IsJson">It is one JSON text.</param>
internal readonly record struct QueuedCall(Func<ValueTask>? Call, bool IsMessage, GroupHandler? Handler, ClientTopic? Topic, MessageBlock? Message, bool IsJson)
{
    public ValueTask InvokeAsync() => Call is null ? Handler!.TellAsync(new BorrowedMessage(Topic!, Message!, IsJson)) : Call();
}
