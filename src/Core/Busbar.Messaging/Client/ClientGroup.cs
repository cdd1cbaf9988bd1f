namespace Busbar.Messaging;

/// <summary>A filter that a client has joined, once however many of its handlers did. Under the client's lock.</summary>
internal sealed class ClientGroup(TopicFilter filter, int history)
{
    public TopicFilter Filter => filter;

    /// <summary>Replaced, never changed.</summary>
    public GroupHandler[] Handlers { get; set; } = [];

    /// <summary>The number its join was asked with, while the server has not confirmed; 0 afterwards.</summary>
    public long JoinId { get; set; }

    public Task Joining { get; set; } = Task.CompletedTask;

    /// <summary>The last message of an exact topic that came, and the epoch in which that number holds.</summary>
    public (string Epoch, long Sequence)? Last { get; set; }

    public bool WantsPresence => Handlers.Any(static handler => handler.OnPresence is not null);

    /// <summary>What is said to the server.</summary>
    /// <param name="isAgain">This client was in the group before, in a session that is gone.</param>
    public byte[] Join(bool isAgain) => ClientObjects.Join(filter.Text, JoinId, WantsPresence, isAgain ? 0 : history, isAgain ? Last : null);
}
