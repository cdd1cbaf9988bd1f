using System.Text;

namespace Busbar.Messaging;

/// <summary>What a handler knows of a topic from its first message on: the name as UTF-8 and the filters that match it.</summary>
internal sealed class TopicRoute
{
    public TopicRoute(Topic topic, TopicFilter[] filters)
    {
        Topic = topic;
        Name = Encoding.UTF8.GetBytes(topic.Name);
        Filters = [.. Enumerable.Range(0, filters.Length).Where(index => filters[index].Matches(topic.Name))];
    }

    public Topic Topic { get; }

    public byte[] Name { get; }

    /// <summary>Their numbers, in the order of their methods.</summary>
    public int[] Filters { get; }
}
