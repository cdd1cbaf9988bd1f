namespace Busbar.Messaging;

/// <summary>A filter by which an outlet takes messages.</summary>
internal sealed class OutletSubscription(Outlet outlet, TopicFilter filter) : FilterSubscription(filter)
{
    private volatile Resume? _resume;

    /// <summary>From where it takes up its one topic, until it was asked to.</summary>
    public Resume? Resume
    {
        get => _resume;
        set => _resume = value;
    }

    public override void Attach(Topic topic) => outlet.AttachByFilter(topic, this);

    public override void Detach(Topic topic) => outlet.DetachByFilter(topic, this);
}
