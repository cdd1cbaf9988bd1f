namespace Busbar.Generators.Models;

/// <summary>What a property of a register map is in the device.</summary>
internal enum RegisterKind
{
    /// <summary>A coil or a discrete input.</summary>
    Bit,

    /// <summary>A truth value in one bit of a register.</summary>
    Flag,

    /// <summary>A number in some bits of a register.</summary>
    BitField,

    /// <summary>A number, or an enumeration, in registers of its own.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,
}
