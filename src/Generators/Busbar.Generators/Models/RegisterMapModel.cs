namespace Busbar.Generators.Models;

/// <summary>A register map as the user declared it, and how it is read and written.</summary>
/// <param name="Type">The user's type.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="IsDerived">Whether it stands on another map, whose members it hides.</param>
/// <param name="Transfer">The field of what stands behind the map.</param>
/// <param name="Decode">The method that sets the properties from what was read.</param>
/// <param name="Registers">The properties in the order of declaration; at least one.</param>
/// <param name="Reads">By table and address.</param>
/// <param name="Buffers">The field of each read.</param>
/// <param name="Slots">By table and address.</param>
internal sealed record RegisterMapModel(
    TypeModel Type,
    string DisplayName,
    bool IsDerived,
    string Transfer,
    string Decode,
    EquatableArray<RegisterModel> Registers,
    EquatableArray<ReadModel> Reads,
    EquatableArray<string> Buffers,
    EquatableArray<SlotModel> Slots);
