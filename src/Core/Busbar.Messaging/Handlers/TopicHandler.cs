namespace Busbar.Messaging;

/// <summary>
/// A class whose methods are called for the messages of topics, with JSON payloads and levels of the topic decoded into their parameters.
/// </summary>
/// <remarks>
/// Messages wait in a queue of the handler's own and are taken one after the other, those of a topic in the topic's order. For each all
/// methods whose filter matches are called in the order of their declaration, one at a time; an asynchronous one is awaited before the
/// next call. So no publisher ever waits for a method, and a method that is slower than its publishers loses messages as
/// <see cref="TopicHandlerOptions.Queue"/> says, which are counted. What a method throws, and payloads that do not fit, are counted and
/// logged; everything else goes on. Methods may also ask for the <see cref="RetainedMessage"/>, theirs until they end, and for a
/// <see cref="CancellationToken"/>, cancelled when the handler ends.
/// </remarks>
/// <param name="broker">Where the topics are.</param>
/// <param name="options">The queue and the logger; the defaults when null.</param>
/// <exception cref="ArgumentOutOfRangeException">A bound of the queue is out of its range.</exception>
/// <example><code>
/// public sealed partial class Feeders(Broker broker) : TopicHandler(broker)
/// {
///     [Event("plant/{bay}/power")]
///     private void OnPower(int bay, double kilowatts) => Console.WriteLine($"{bay}: {kilowatts} kW");
/// }
/// </code></example>
[EventTable(EventFormat.Json, Topics = true)]
public abstract class TopicHandler(Broker broker, TopicHandlerOptions? options = null) : TopicHandlerBase(broker, options);
