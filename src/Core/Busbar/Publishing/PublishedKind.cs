namespace Busbar;

/// <summary>What a value of a published function is in JSON.</summary>
public enum PublishedKind : byte
{
    /// <summary>Any value.</summary>
    Any = 0,

    /// <summary>True or false.</summary>
    Boolean = 1,

    /// <summary>A number without fractions.</summary>
    Integer = 2,

    /// <summary>A number.</summary>
    Number = 3,

    /// <summary>Text, also when it stands for a time, a Guid or octets in base64.</summary>
    Text = 4,

    /// <summary>One name of several.</summary>
    Choice = 5,

    /// <summary>A list of values.</summary>
    List = 6,

    /// <summary>An object: a record, or a dictionary.</summary>
    Object = 7,
}
