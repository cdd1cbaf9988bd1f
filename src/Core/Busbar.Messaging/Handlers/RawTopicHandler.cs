namespace Busbar.Messaging;

/// <summary>
/// A class whose methods are called for the messages of topics, with levels of the topic decoded into their parameters and the payload as
/// it came: a <c>ReadOnlySpan&lt;byte&gt;</c>, a <c>byte[]</c> or a <c>string</c>. Everything else is as with <see cref="TopicHandler"/>.
/// </summary>
/// <param name="broker">Where the topics are.</param>
/// <param name="options">The queue and the logger; the defaults when null.</param>
/// <exception cref="ArgumentOutOfRangeException">A bound of the queue is out of its range.</exception>
[EventTable(EventFormat.Raw, Topics = true)]
public abstract class RawTopicHandler(Broker broker, TopicHandlerOptions? options = null) : TopicHandlerBase(broker, options);
