using Busbar.Messaging;

namespace Busbar.Tool.Brokers;

/// <summary>A group as the page lists it: a topic, or a filter that clients have joined.</summary>
/// <param name="Name">The topic's name, or the filter.</param>
/// <param name="Topic">Null for a filter that means many topics, and for a topic that nobody has published to yet.</param>
/// <param name="Clients">How many have joined exactly this.</param>
/// <param name="Published">Messages, of all matching topics; null when they were too many to look through.</param>
internal readonly record struct GroupRow(string Name, Topic? Topic, int Clients, long? Published)
{
    /// <summary>Looking at more pairs of topics and filters than this takes too long to be done for every page each second.</summary>
    private const int MaxPairs = 200_000;

    /// <summary>The groups whose names hold a text, by name: of too many, those that were joined by most and published to most; <paramref name="found"/> counts all.</summary>
    public static IReadOnlyList<GroupRow> Find(Broker broker, IReadOnlyList<RemoteClient> clients, string text, int most, out int found)
    {
        var joined = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string filter in clients.SelectMany(static client => client.Filters))
            joined[filter] = joined.GetValueOrDefault(filter) + 1;

        IReadOnlyList<Topic> topics = broker.Topics;
        var rows = new List<GroupRow>();
        foreach (Topic topic in topics)
        {
            joined.Remove(topic.Name, out int count);
            if (IsMeant(topic.Name))
                rows.Add(new GroupRow(topic.Name, topic, count, topic.Published));
        }

        string[] filters = [.. joined.Keys.Where(IsMeant)];
        bool isCountable = (long)filters.Length * topics.Count <= MaxPairs;
        foreach (string filter in filters)
            rows.Add(new GroupRow(filter, null, joined[filter], isCountable ? SumOf(filter, topics) : null));

        found = rows.Count;
        return [.. rows
            .OrderByDescending(static row => row.Clients).ThenByDescending(static row => row.Published).Take(most)
            .OrderBy(static row => row.Name, StringComparer.Ordinal)];

        bool IsMeant(string name) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static long SumOf(string filter, IReadOnlyList<Topic> topics)
    {
        TopicFilter parsed = TopicFilter.Parse(filter);
        return topics.Where(topic => parsed.Matches(topic.Name)).Sum(static topic => topic.Published);
    }
}
