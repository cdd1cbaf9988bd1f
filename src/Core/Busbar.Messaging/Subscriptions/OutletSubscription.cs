namespace Busbar.Messaging;

/// <summary>A filter by which an outlet takes messages.</summary>
internal sealed class OutletSubscription(Outlet outlet, TopicFilter filter) : FilterSubscription(filter)
{
    public override void Attach(Topic topic) => outlet.AttachByFilter(topic, this);

    public override void Detach(Topic topic) => outlet.DetachByFilter(topic, this);
}
