namespace Busbar.Messaging;

/// <summary>How much an <see cref="Outlet"/> holds, and what it does when that is not enough. Copied where it is given.</summary>
public sealed record OutletOptions
{
    /// <summary>How many messages may wait; 1 to 16,777,216, default 1,024.</summary>
    public int Capacity { get; set; } = 1024;

    /// <summary>How many octets of payload may wait; at least 1, default 4 MiB.</summary>
    public long MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>What happens when it is full; <see cref="OutletPolicy.DropOldest"/> unless told otherwise.</summary>
    public OutletPolicy Policy { get; set; } = OutletPolicy.DropOldest;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1, nameof(Capacity));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Capacity, 1 << 24, nameof(Capacity));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1, nameof(MaxBytes));
        if (Policy > OutletPolicy.Wait)
            throw new ArgumentOutOfRangeException(nameof(Policy), Policy, "There is no such policy.");
    }
}
