namespace Busbar.Messaging;

/// <summary>What an <see cref="Outlet"/> does when it is full. None of them makes a publisher wait that does not ask to.</summary>
public enum OutletPolicy : byte
{
    /// <summary>The oldest waiting messages make room; counted as dropped.</summary>
    DropOldest = 0,

    /// <summary>The new message is not taken; counted as dropped.</summary>
    DropNewest,

    /// <summary>
    /// For screens: of each state only the latest message waits, in the place of the one before, which is counted as skipped.
    /// Events wait one by one. When full, the oldest make room as with <see cref="DropOldest"/>.
    /// </summary>
    LatestPerTopic,

    /// <summary>For those who must not miss anything: the outlet closes, and what waited is counted as dropped.</summary>
    Disconnect,

    /// <summary>
    /// Lossless towards publishers that want it so: <see cref="Topic.TryPublish(ReadOnlySpan{byte})"/> says no, and
    /// <see cref="Topic.PublishAsync(ReadOnlySpan{byte}, CancellationToken)"/> waits until there is room. Any other publish goes as with
    /// <see cref="DropNewest"/>: it is delivered to the others, and counted as dropped here.
    /// </summary>
    Wait,
}
