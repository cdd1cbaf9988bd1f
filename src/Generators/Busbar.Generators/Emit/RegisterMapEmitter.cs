using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>A register map's model in, the text of its other half out.</summary>
internal static class RegisterMapEmitter
{
    private const string Runtime = "global::Busbar.Modbus.";
    private const string Pooling = "[global::System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(global::System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]";

    public static string Emit(RegisterMapModel model) =>
        FileEmitter.Emit(model.Type, nameof(RegisterMapGenerator), Runtime + "IRegisterMap", writer =>
        {
            var properties = new RegisterPropertyEmitter(writer, model.Transfer);
            EmitFields(writer, model, properties);
            EmitPoints(writer, model);
            EmitState(writer, model);
            foreach (RegisterModel register in model.Registers)
            {
                properties.EmitProperty(register); // without a comment, which would take the place of the user's
                writer.Line();
            }

            EmitReadAsync(writer, model);
            EmitWriting(writer, model);
            EmitDecode(writer, model, properties);
        });

    private static void EmitFields(SourceWriter writer, RegisterMapModel model, RegisterPropertyEmitter properties)
    {
        string[] arguments = [Literals.Of(model.DisplayName), .. model.Slots.Select(Slot)];
        writer.Line($"private readonly {Runtime}MapTransfer {model.Transfer} = new({arguments[0]}{(arguments.Length == 1 ? ");" : ",")}");
        for (int i = 1; i < arguments.Length; i++)
            writer.Indented(arguments[i] + (i == arguments.Length - 1 ? ");" : ","));
        for (int i = 0; i < model.Reads.Count; i++)
        {
            ReadModel read = model.Reads[i];
            writer.Line(read.IsBits ? $"private readonly bool[] {model.Buffers[i]} = new bool[{read.Count}];" : $"private readonly byte[] {model.Buffers[i]} = new byte[{read.Count * 2}];");
        }

        foreach (RegisterModel register in model.Registers)
            properties.EmitField(register);
        writer.Line();
    }

    private static string Slot(SlotModel slot)
    {
        if (slot.IsShared)
            return $"{Runtime}MapSlot.BitFields({slot.Address}{RegisterWire.OrderArgument(slot.Order)})";
        string count = slot.Count == 1 ? "" : $", {slot.Count}";
        return $"{Runtime}MapSlot.{(slot.Table == MapTable.Coils ? "Coils" : "Holding")}({slot.Address}{count})";
    }

    private static void EmitPoints(SourceWriter writer, RegisterMapModel model)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line($"static global::System.Collections.Generic.IReadOnlyList<{Runtime}ModbusPoint> {Runtime}IRegisterMap.Points {{ get; }} =");
        writer.Line("[");
        foreach (RegisterModel register in model.Registers)
        {
            int address = register.Address;
            foreach (string name in register.FieldNames)
            {
                writer.Indented(Point(register, name, address));
                address += register.Width;
            }
        }

        writer.Line("];").Line();
    }

    private static string Point(RegisterModel register, string name, int address)
    {
        List<string> parts = [$"Field = {Literals.Of(name)}", $"Table = {Runtime}ModbusTable.{register.Table}", $"Address = {address}", $"Type = {Runtime}RegisterType.{register.Wire}"];
        if (register.Order != "ABCD" && register.Kind != RegisterKind.Bit)
            parts.Add($"Order = {Runtime}RegisterOrder.{register.Order}");
        if (register.IsPartOfRegister)
            parts.Add($"Bit = {register.Bit}");
        if (register.Kind == RegisterKind.BitField)
            parts.Add($"Bits = {register.Bits}");
        if (register.Scale is not 1)
            parts.Add($"Scale = {Literals.Of(register.Scale)}");
        if (register.Unit is not null)
            parts.Add($"EngineeringUnit = {Literals.Of(register.Unit)}");
        if (register.States.Count > 0)
            parts.Add($"States = [{string.Join(", ", register.States.Select(Literals.Of))}]");
        if (register.Description is not null)
            parts.Add($"Description = {Literals.Of(register.Description)}");
        return $"new {Runtime}ModbusPoint {{ {string.Join(", ", parts)} }},";
    }

    private static void EmitState(SourceWriter writer, RegisterMapModel model)
    {
        string modifiers = Modifiers(model);
        writer.Line("/// <summary>When the last read that succeeded was begun; null before.</summary>");
        writer.Line($"{modifiers} global::System.DateTimeOffset? ReadAt => this.{model.Transfer}.ReadAt;").Line();
        writer.Line("/// <summary>Whether a property was set and is not yet written.</summary>");
        writer.Line($"{modifiers} bool HasChanges => this.{model.Transfer}.HasChanges;").Line();
    }

    private static void EmitReadAsync(SourceWriter writer, RegisterMapModel model)
    {
        string requests = model.Reads.Count == 1 ? "one request" : $"{model.Reads.Count} requests, all in flight together as far as the client lets them";
        writer.Lines($"""
            /// <summary>
            /// Reads all properties with {requests}. When one fails no property changes;
            /// what was set and is not yet written stays as it was set.
            /// </summary>
            /// <param name="client">The connection.</param>
            /// <param name="unit">The unit identifier, 0 to 255.</param>
            /// <param name="cancellationToken">Gives the read up; the connection stays usable.</param>
            /// <exception cref="global::System.InvalidOperationException">A read or a write of this map is under way.</exception>
            """);
        writer.Line(Pooling);
        writer.Open($"{Modifiers(model)} async global::System.Threading.Tasks.ValueTask ReadAsync({Runtime}ModbusClient client, int unit, global::System.Threading.CancellationToken cancellationToken = default)");
        writer.Line($"using {Runtime}MapReading reading = this.{model.Transfer}.BeginReading(client);");
        for (int i = 0; i < model.Reads.Count; i++)
            writer.Line($"reading.Add(client.Read{model.Reads[i].Table}Async(unit, {model.Reads[i].Address}, this.{model.Buffers[i]}, cancellationToken));");
        writer.Line("await reading.AllAsync().ConfigureAwait(false);");
        writer.Open($"lock (this.{model.Transfer}.Lock)").Line($"this.{model.Decode}();").Line("reading.Complete();").Close();
        writer.Close().Line();
    }

    private static void EmitWriting(SourceWriter writer, RegisterMapModel model)
    {
        writer.Lines("""
            /// <summary>
            /// Writes the properties that were set since they were last written, one request after the other; what lies side by side goes
            /// in one. What fails, and what is set meanwhile, is written the next time. A change that the device refuses holds up no other;
            /// anything else that fails ends the writing.
            /// </summary>
            /// <param name="client">The connection.</param>
            /// <param name="unit">The unit identifier, 0 to 255.</param>
            /// <param name="cancellationToken">Gives the wait for the answer up; the device may have been written to.</param>
            /// <exception cref="global::System.InvalidOperationException">A read or a write of this map is under way, or a bit field was set of a register that was never read.</exception>
            """);
        writer.Line($"{Modifiers(model)} global::System.Threading.Tasks.ValueTask WriteChangesAsync({Runtime}ModbusClient client, int unit, global::System.Threading.CancellationToken cancellationToken = default) =>");
        writer.Indented($"this.{model.Transfer}.WriteChangesAsync(client, unit, cancellationToken);").Line();
        writer.Line("/// <summary>Forgets what was set and is not yet written; the next read brings what the device holds.</summary>");
        writer.Line($"{Modifiers(model)} void DiscardChanges() => this.{model.Transfer}.DiscardChanges();").Line();
    }

    private static void EmitDecode(SourceWriter writer, RegisterMapModel model, RegisterPropertyEmitter properties)
    {
        writer.Open($"private void {model.Decode}()");
        for (int i = 0; i < model.Reads.Count; i++)
        {
            ReadModel read = model.Reads[i];
            RegisterModel[] registers = [.. model.Registers.Where(register => model.Reads.First(one => one.Brings(register)) == read)];
            string local = model.Buffers[i].TrimStart('_');
            writer.Line(read.IsBits ? $"bool[] {local} = this.{model.Buffers[i]};" : $"global::System.ReadOnlySpan<byte> {local} = this.{model.Buffers[i]};");
            foreach (RegisterModel shared in registers.Where(register => register.IsPartOfRegister && register.Slot >= 0).GroupBy(register => register.Slot).Select(group => group.First()))
                writer.Line($"this.{model.Transfer}.Know({shared.Slot}, {RegisterWire.Read("ushort", $"{local}[{(shared.Address - read.Address) * 2}..]", shared.Order)});");
            foreach (RegisterModel register in registers)
                properties.EmitDecode(register, read, local);
            if (i < model.Reads.Count - 1)
                writer.Line();
        }

        writer.Close();
    }

    private static string Modifiers(RegisterMapModel model) => model.IsDerived ? "public new" : "public";
}
