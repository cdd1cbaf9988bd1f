namespace Busbar.Messaging;

/// <summary>Tells the topics that match a filter that its subscription came or went, one topic's lock at a time.</summary>
internal sealed class TopicWalk(FilterSubscription subscription, Topic[] topics, bool attach) : INestedWork
{
    public void Run()
    {
        foreach (Topic topic in topics)
        {
            if (attach)
                topic.Attach(subscription);
            else
                topic.Detach(subscription);
        }
    }
}
