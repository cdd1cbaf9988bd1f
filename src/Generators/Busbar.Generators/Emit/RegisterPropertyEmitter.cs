using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>The implementing half of one property of a register map: its field, its accessors, and how a read sets it.</summary>
internal sealed class RegisterPropertyEmitter(SourceWriter writer, string transfer)
{
    private const string Runtime = "global::Busbar.Modbus.";
    private const string Octets = "global::System.ReadOnlySpan<byte>";

    public void EmitField(RegisterModel register)
    {
        string initial = register.IsArray ? $" = new {register.Type.Name}[{register.Length}]" : register.Kind == RegisterKind.Text ? " = \"\"" : "";
        writer.Line($"private {TypeOf(register)} {register.Field}{initial};");
    }

    public void EmitProperty(RegisterModel register)
    {
        if (register.Setter is null && register.Getter == "get" && !register.Type.IsDecimal)
        {
            writer.Line($"{register.Modifiers} {TypeOf(register)} {register.Property} => this.{register.Field};");
            return;
        }

        writer.Open($"{register.Modifiers} {TypeOf(register)} {register.Property}");
        EmitGetter(register);
        if (register.Setter is not null)
        {
            writer.Open(register.Setter);
            if (register.IsArray)
                writer.Line($"{Runtime}MapValue.CheckLength(value, {register.Length}, {Literals.Of(register.DisplayName)});");
            EmitSetter(register);
            writer.Close();
        }

        writer.Close();
    }

    /// <summary>How a read sets the property, unless a change of it waits to be written.</summary>
    /// <param name="register">The property.</param>
    /// <param name="read">The read that brings it.</param>
    /// <param name="buffer">What was read.</param>
    public void EmitDecode(RegisterModel register, ReadModel read, string buffer)
    {
        int place = (register.Address - read.Address) * (read.IsBits ? 1 : 2);
        bool isOpen = register.Setter is not null;
        bool isOneLine = !register.IsArray || register.Kind == RegisterKind.Bit;
        if (isOpen)
            writer.Line($"if (!this.{transfer}.IsChanged({register.Slot}{(register.IsPartOfRegister ? ", " + Literals.Mask(register.Mask) : "")}))");
        if (!isOneLine)
        {
            if (isOpen)
                writer.Open();
            EmitArray(register, register.Field.TrimStart('_') + "Read", index => RegisterWire.Read(RegisterWire.TypeOf(register), $"{buffer}[{At(register, place, index)}..]", register.Order));
            if (isOpen)
                writer.Close();
            return;
        }

        string line = $"this.{register.Field} = {Decoded(register, buffer, place)};";
        _ = isOpen ? writer.Indented(line) : writer.Line(line);
    }

    private void EmitGetter(RegisterModel register)
    {
        if (!register.Type.IsDecimal || register.IsArray)
        {
            writer.Line($"{register.Getter} => this.{register.Field};");
            return;
        }

        writer.Open(register.Getter).Line($"lock (this.{transfer}.Lock) // a decimal is not read in one step");
        writer.Indented($"return this.{register.Field};").Close();
    }

    private void EmitSetter(RegisterModel register)
    {
        switch (register.Kind)
        {
            case RegisterKind.Bit when register.IsArray:
                writer.Line("var wire = (bool[])value.Clone();");
                Locked($"new global::System.ReadOnlySpan<bool>(wire).CopyTo(this.{transfer}.ChangeCoils({register.Slot}));", $"this.{register.Field} = wire;");
                break;
            case RegisterKind.Bit:
                Locked($"this.{transfer}.ChangeCoils({register.Slot})[0] = value;", $"this.{register.Field} = value;");
                break;
            case RegisterKind.Flag:
                Locked($"this.{transfer}.ChangeBits({register.Slot}, {Literals.Mask(register.Mask)}, value ? {Literals.Mask(register.Mask)} : 0);", $"this.{register.Field} = value;");
                break;
            case RegisterKind.BitField:
                string number = register.Type.IsEnum ? $"({register.Type.Number})value" : "value";
                writer.Line($"int wire = {Runtime}MapValue.FitBits<{register.Type.Number}>({number}, {register.Bits}, {Literals.Of(register.DisplayName)});");
                Locked($"this.{transfer}.ChangeBits({register.Slot}, {Literals.Mask(register.Mask)}, wire << {register.Bit});", $"this.{register.Field} = value;");
                break;
            case RegisterKind.Text:
                writer.Line($"byte[] wire = {Runtime}MapText.Encode(value, {register.Length}, {Encoding(register)}, {Literals.Of(register.DisplayName)});");
                Locked($"new {Octets}(wire).CopyTo(this.{transfer}.Change({register.Slot}));", $"this.{register.Field} = {Runtime}MapText.Read(wire, {Encoding(register)});");
                break;
            case RegisterKind.Number when register.IsArray:
                EmitArraySetter(register);
                break;
            case RegisterKind.Number when RegisterWire.ToWire(register, "value") == "value" && RegisterWire.FromWire(register, "value") == "value":
                Locked(RegisterWire.Write($"this.{transfer}.Change({register.Slot})", "value", register.Order), $"this.{register.Field} = value;");
                break;
            default:
                writer.Line($"{RegisterWire.TypeOf(register)} wire = {RegisterWire.ToWire(register, "value")};");
                Locked(RegisterWire.Write($"this.{transfer}.Change({register.Slot})", "wire", register.Order), $"this.{register.Field} = {RegisterWire.FromWire(register, "wire")};");
                break;
        }
    }

    private void EmitArraySetter(RegisterModel register)
    {
        writer.Line($"var wire = new {RegisterWire.TypeOf(register)}[{register.Length}];");
        writer.Line("for (int i = 0; i < wire.Length; i++)").Indented($"wire[i] = {RegisterWire.ToWire(register, "value[i]")};");
        writer.Open($"lock (this.{transfer}.Lock)");
        writer.Line($"global::System.Span<byte> octets = this.{transfer}.Change({register.Slot});");
        writer.Line("for (int i = 0; i < wire.Length; i++)").Indented(RegisterWire.Write($"octets[{At(register, 0, "i")}..]", "wire[i]", register.Order));
        EmitArray(register, "rounded", index => $"wire[{index}]");
        writer.Close();
    }

    /// <summary>A new array, so that one that was got before stays what it was.</summary>
    private void EmitArray(RegisterModel register, string local, Func<string, string> wire)
    {
        writer.Line($"var {local} = new {register.Type.Name}[{register.Length}];");
        writer.Line($"for (int i = 0; i < {local}.Length; i++)").Indented($"{local}[i] = {RegisterWire.FromWire(register, wire("i"))};");
        writer.Line($"this.{register.Field} = {local};");
    }

    private void Locked(params string[] lines)
    {
        writer.Open($"lock (this.{transfer}.Lock)");
        foreach (string line in lines)
            writer.Line(line);
        writer.Close();
    }

    private static string Decoded(RegisterModel register, string buffer, int place) => register.Kind switch
    {
        RegisterKind.Bit when register.IsArray => $"new global::System.ReadOnlySpan<bool>({buffer}, {place}, {register.Length}).ToArray()",
        RegisterKind.Bit => $"{buffer}[{place}]",
        RegisterKind.Flag => $"({ReadNumber(register, "ushort", buffer, place)} & {Literals.Mask(register.Mask)}) != 0",
        RegisterKind.BitField => $"({register.Type.Name})(({ReadNumber(register, "ushort", buffer, place)} & {Literals.Mask(register.Mask)}) >> {register.Bit})",
        RegisterKind.Text => $"{Runtime}MapText.Read({buffer}[{(place == 0 ? "" : $"{place}")}..{place + (register.Length * 2)}], {Encoding(register)})",
        _ => RegisterWire.FromWire(register, ReadNumber(register, RegisterWire.TypeOf(register), buffer, place)),
    };

    private static string ReadNumber(RegisterModel register, string type, string buffer, int place) =>
        RegisterWire.Read(type, place == 0 ? buffer : $"{buffer}[{place}..]", register.Order);

    private static string At(RegisterModel register, int first, string index) =>
        first == 0 ? $"({index} * {register.Width * 2})" : $"({first} + ({index} * {register.Width * 2}))";

    private static string TypeOf(RegisterModel register) => register.IsArray ? register.Type.Name + "[]" : register.Type.Name;

    private static string Encoding(RegisterModel register) => $"{Runtime}RegisterEncoding.{(register.IsUtf8 ? "Utf8" : "Ascii")}";
}
