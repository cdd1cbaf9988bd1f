namespace Busbar.Messaging;

/// <summary>What the broker's options say of topics by filter, told to each topic when it is made.</summary>
internal sealed class TopicRules(BrokerOptions options)
{
    private readonly (TopicFilter Filter, HistoryRule Rule)[] _history =
        [.. options.History.Select(static rule => (TopicFilter.Parse(rule.Filter), rule))];

    private readonly (TopicFilter Filter, TimeToLiveRule Rule)[] _timesToLive =
        [.. options.TimesToLive.Select(static rule => (TopicFilter.Parse(rule.Filter), rule))];

    public void Apply(Topic topic)
    {
        foreach ((TopicFilter filter, TimeToLiveRule rule) in _timesToLive)
        {
            if (!filter.Matches(topic.Name))
                continue;
            topic.TimeToLive = rule.TimeToLive;
            break;
        }

        foreach ((TopicFilter filter, HistoryRule rule) in _history)
        {
            if (!filter.Matches(topic.Name))
                continue;
            topic.BeginHistory(rule);
            break;
        }
    }
}
