namespace Busbar.Messaging;

/// <summary>What a topic's publishes have to see to besides calling handlers: one word, so that a publish asks once.</summary>
[Flags]
internal enum Needs
{
    None = 0,

    /// <summary>It is a state: the message is retained.</summary>
    State = 1,

    /// <summary>Outlets take its messages.</summary>
    Outlets = 2,

    /// <summary>It keeps history.</summary>
    History = 4,

    /// <summary>It was removed: what is published goes to the topic that has its name now.</summary>
    Removed = 8,
}
