namespace Busbar.Generators.Models;

/// <summary>A property of a register map.</summary>
internal sealed record RegisterModel
{
    /// <summary>The user's property, escaped where it is a keyword.</summary>
    public string Property { get; init; } = "";

    /// <summary>As people know it.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The modifiers, to be repeated: <c>public partial</c>.</summary>
    public string Modifiers { get; init; } = "";

    /// <summary>With its modifiers: <c>get</c>.</summary>
    public string Getter { get; init; } = "";

    /// <summary>With its modifiers: <c>set</c>, <c>private set</c>, <c>init</c>; null when there is none.</summary>
    public string? Setter { get; init; }

    /// <summary>The field that holds the value.</summary>
    public string Field { get; init; } = "";

    public MapTable Table { get; init; }

    public int Address { get; init; }

    public RegisterKind Kind { get; init; }

    /// <summary>Of the value, or of an array's elements.</summary>
    public ValueType Type { get; init; } = new("", "", IsEnum: false);

    public WireType Wire { get; init; }

    /// <summary>A name of <c>Busbar.Modbus.RegisterOrder</c>.</summary>
    public string Order { get; init; } = "";

    public double Scale { get; init; }

    /// <summary>The lowest bit of a flag or bit field.</summary>
    public int Bit { get; init; }

    /// <summary>The width of a flag or bit field.</summary>
    public int Bits { get; init; }

    /// <summary>Elements of an array, registers of a text; otherwise 0.</summary>
    public int Length { get; init; }

    public bool IsArray { get; init; }

    public bool IsUtf8 { get; init; }

    public bool Overlaps { get; init; }

    /// <summary>The name of the field when the map is polled.</summary>
    public string Name { get; init; } = "";

    public string? Unit { get; init; }

    public string? Description { get; init; }

    /// <summary>Labels of an enumeration's values 0, 1, 2 …; empty for anything else.</summary>
    public EquatableArray<string> States { get; init; }

    /// <summary>What of the device it changes; -1 for nothing.</summary>
    public int Slot { get; init; } = -1;

    public bool IsPartOfRegister => Kind is RegisterKind.Flag or RegisterKind.BitField;

    /// <summary>The bits of a flag or bit field in its register.</summary>
    public int Mask => ((1 << Bits) - 1) << Bit;

    /// <summary>Addresses of one value.</summary>
    public int Width => Kind != RegisterKind.Number ? 1 : Wire switch
    {
        WireType.Int32 or WireType.UInt32 or WireType.Float32 => 2,
        WireType.Int64 or WireType.UInt64 or WireType.Float64 => 4,
        _ => 1,
    };

    /// <summary>Addresses it takes.</summary>
    public int Count => Length == 0 ? Width : Length * Width;

    public int End => Address + Count;

    /// <summary>The names of its fields when the map is polled: one an element of an array, none of a text.</summary>
    public IEnumerable<string> FieldNames => Kind == RegisterKind.Text ? [] : IsArray ? Enumerable.Range(0, Length).Select(index => $"{Name}_{index}") : [Name];
}
