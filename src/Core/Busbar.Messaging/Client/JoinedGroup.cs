namespace Busbar.Messaging;

/// <summary>A place in a group, until it is disposed.</summary>
public sealed class JoinedGroup : IDisposable
{
    private readonly BrokerClient _client;
    private readonly ClientGroup _group;
    private readonly GroupHandler _handler;
    private int _isLeft;

    internal JoinedGroup(BrokerClient client, ClientGroup group, GroupHandler handler)
    {
        _client = client;
        _group = group;
        _handler = handler;
    }

    /// <summary>The filter that was joined.</summary>
    public string Filter => _group.Filter.Text;

    /// <summary>Leaves. What waits for the handler already may still come to it. More than once does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            _client.Leave(_group, _handler);
    }
}
