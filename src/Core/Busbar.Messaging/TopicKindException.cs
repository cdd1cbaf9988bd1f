namespace Busbar.Messaging;

/// <summary>A topic was asked for as something that it is not: as the other kind, or as a topic of another type of value.</summary>
public sealed class TopicKindException : BrokerException
{
    internal TopicKindException(Topic topic, string wanted)
        : base($"The topic \"{topic.Name}\" is there already as {Describe(topic)}, not as {wanted}.") =>
        Topic = topic;

    /// <summary>The topic that is there.</summary>
    public Topic Topic { get; }

    private static string Describe(Topic topic) => topic.IsTyped ? "a state with a typed value" : topic.Kind == TopicKind.State ? "a state" : "an event topic";
}
