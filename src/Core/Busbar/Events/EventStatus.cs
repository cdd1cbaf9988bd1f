namespace Busbar;

/// <summary>What became of an event.</summary>
public enum EventStatus : byte
{
    /// <summary>No method takes an event of that name.</summary>
    NotFound = 0,

    /// <summary>Its method was called.</summary>
    Handled = 1,

    /// <summary>Its arguments are not those of its method, which was not called.</summary>
    Rejected = 2,
}
