namespace Busbar.AspNetCore;

/// <summary>What becomes of a message for a Watchbox client whose queue is full.</summary>
public enum WatchboxDropPolicy : byte
{
    /// <summary>The new one is dropped, as Watchbox does it.</summary>
    DropNewest = 0,

    /// <summary>The oldest makes room, as Watchbox's documentation says.</summary>
    DropOldest,
}
