namespace Busbar.Messaging;

/// <summary>A topic was to be made in a broker that holds as many as it may.</summary>
public sealed class TopicLimitException : BrokerException
{
    internal TopicLimitException(string name, int limit)
        : base($"The topic \"{name}\" was not made: the broker holds its limit of {limit} topics.")
    {
        TopicName = name;
        Limit = limit;
    }

    /// <summary>The name of the topic that was not made.</summary>
    public string TopicName { get; }

    /// <summary>How many the broker may hold; <see cref="BrokerOptions.MaxTopics"/>.</summary>
    public int Limit { get; }
}
