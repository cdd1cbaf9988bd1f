namespace Busbar.Messaging;

/// <summary>What a topic carries.</summary>
public enum TopicKind : byte
{
    /// <summary>Things that happen: each counts, none is retained, and one that is lost is a gap.</summary>
    Event = 0,

    /// <summary>A value that holds until the next: the last one is retained for later subscribers, and screens may skip those between.</summary>
    State = 1,
}
