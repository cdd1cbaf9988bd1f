namespace Busbar;

/// <summary>What a full queue does with one more item. Whatever it drops it counts.</summary>
public enum Overflow : byte
{
    /// <summary>The oldest item makes room.</summary>
    DropOldest = 0,

    /// <summary>The new item is not taken.</summary>
    DropNewest,
}
