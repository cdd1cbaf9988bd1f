namespace Busbar.Messaging;

/// <summary>Whether what follows a <see cref="ResumePoint"/> could be given whole.</summary>
public enum ResumeStatus : byte
{
    /// <summary>Each message that followed is given, unless its time to live has passed.</summary>
    Complete = 0,

    /// <summary>A state: the latest message is given, some before it are not. Nothing that holds now is missing.</summary>
    Latest,

    /// <summary>Messages that followed are not kept any more; the kept ones are given. They are lost.</summary>
    Gap,

    /// <summary>The number is of another life of the broker, so that nobody knows what is missing; all that is kept is given.</summary>
    OtherEpoch,

    /// <summary>The outlet took the topic's messages already; nothing is given twice.</summary>
    AlreadySubscribed,
}
