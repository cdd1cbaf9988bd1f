using System.Text;
using System.Text.Unicode;

namespace Busbar.Messaging;

/// <summary>The topic that a client published to last: one that it publishes to again costs no look-up and no string.</summary>
internal sealed class LastTopic(Broker broker)
{
    private byte[] _octets = [];

    /// <summary>Its name; empty before the first.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The topic; null when there was none of that name.</summary>
    public Topic? Topic { get; private set; }

    /// <summary>Makes it the one of that name.</summary>
    /// <returns>False when the name is not UTF-8.</returns>
    [HotPath]
    public bool TryChange(ReadOnlySpan<byte> name)
    {
        if (Topic is { IsRemoved: false } && name.SequenceEqual(_octets))
            return true;
        return TryFind(name);
    }

    private bool TryFind(ReadOnlySpan<byte> name)
    {
        if (!Utf8.IsValid(name))
            return false;
        if (!name.SequenceEqual(_octets))
            (_octets, Name) = (name.ToArray(), Encoding.UTF8.GetString(name));
        Topic = broker.TryGetTopic(Name);
        return true;
    }
}
