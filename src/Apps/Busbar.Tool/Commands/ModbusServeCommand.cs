using System.CommandLine;
using System.Globalization;
using System.Net;
using Busbar.Modbus;
using Busbar.Serial;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus serve</c>: a server with four tables.</summary>
internal static class ModbusServeCommand
{
    private static readonly Option<string> Host = new("--host") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = CommandWords.Whole("--port", ModbusClient.DefaultPort, "Port to listen on.");
    private static readonly Option<string> Transport = ModbusArguments.NewTransport();
    private static readonly Option<string> Units = new("--units") { Description = "Unit identifiers, separated by commas.", DefaultValueFactory = _ => "1" };
    private static readonly Option<string> Framing = CommandWords.OneOf("--framing", "tcp", "How requests are framed, whatever carries them; on a serial line rtu unless given.", FrameLine.Framings);
    private static readonly Option<int> Size = CommandWords.Whole("--size", ModbusLimits.AddressCount, "Addresses in each table, 1 to 65536.");
    private static readonly Option<string[]> Set = new("--set") { Description = "Initial values: TABLE:ADDRESS=V,V,… in every unit.", AllowMultipleArgumentsPerToken = false };

    public static Command Create()
    {
        var command = new Command("serve", "A Modbus server with four tables; what clients write is printed.") { Host, Port, Transport, Framing, Units, Size, Set };
        SerialArguments.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        int size = context.Get(Size);
        if (size is < 1 or > ModbusLimits.AddressCount)
            throw new UsageException($"--size must be 1 to {ModbusLimits.AddressCount}, not {size}.");
        int[] units = [.. context.Get(Units)!.Split(',').Select(ParseUnit).Distinct()];
        InitialValues[] initial = [.. (context.Get(Set) ?? []).Select(InitialValues.Parse)];
        bool isLine = SerialArguments.IsAsked(context, Host, Port, Transport);
        ModbusFraming framing = isLine ? SerialArguments.FramingOf(context, Framing) : ModbusNames.FramingOf(context.Get(Framing)!);
        if (isLine && units.Contains(0))
            throw new UsageException("--units 0 is all units of a serial line; name them, 1 to 247.");

        await using var server = new ModbusServer(new ModbusServerOptions
        {
            Framing = framing,
            Logger = context.Loggers.CreateLogger<ModbusServer>(),
        });
        var unheard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tables = new ModbusUnitOptions { Coils = size, DiscreteInputs = size, HoldingRegisters = size, InputRegisters = size };
        foreach (int number in units)
        {
            ModbusUnit unit = server.AddUnit(number, tables);
            Identify(unit);
            foreach (InitialValues values in initial)
                values.WriteTo(unit, size);
            unit.OnWrite(change =>
            {
                try
                {
                    Print(context, change);
                }
                catch (OutputException exception)
                {
                    unheard.TrySetException(exception); // what is written and not printed is lost: the server ends
                }
            });
        }

        ToolContext.Say($"listening on {await ListenAsync(context, server, isLine, framing, cancellationToken)}");
        await unheard.Task.WaitAsync(cancellationToken);
    }

    /// <returns>Where it listens.</returns>
    private static async Task<EndPoint> ListenAsync(ToolContext context, ModbusServer server, bool isLine, ModbusFraming framing, CancellationToken cancellationToken)
    {
        if (isLine)
        {
            SerialListener line = SerialArguments.Listener(context, framing);
            server.Listen(line);
            return line.LocalEndPoint;
        }

        IPEndPoint endPoint = EndPoints.ToListenOn(context.Get(Host)!, context.Get(Port));
        await (context.Get(Transport) == ModbusArguments.Udp ? server.ListenUdpAsync(endPoint, cancellationToken) : server.ListenAsync(endPoint, cancellationToken));
        return server.LocalEndPoint!;
    }

    /// <summary>So that whoever tries it is told what it is.</summary>
    private static void Identify(ModbusUnit unit)
    {
        unit.SetServerId("busbar"u8);
        unit.Identification.Set(DeviceObjectId.VendorName, "Busbar");
        unit.Identification.Set(DeviceObjectId.ProductCode, "busbar modbus serve");
        unit.Identification.Set(DeviceObjectId.MajorMinorRevision, typeof(ModbusServeCommand).Assembly.GetName().Version!.ToString(2));
    }

    private static int ParseUnit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int unit) && unit is >= 0 and <= 255
            ? unit
            : throw new UsageException($"--units must be numbers from 0 to 255 separated by commas; '{text}' is none.");

    private static void Print(ToolContext context, ModbusChange change)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        for (int i = 0; i < change.Count; i++)
        {
            ModbusRow row = change.Table == ModbusTable.Coils
                ? new ModbusRow(change.Table, change.Address + i, null, default, change.Coils.Span[i], default, now)
                : new ModbusRow(change.Table, change.Address + i, ValueType.Of("uint16"), Octets(change.Registers.Span[i]), false, RegisterOrder.ABCD, now);
            ToolContext.Write(context.Json ? row.ToJson() : $"unit {change.Unit} {ModbusNames.Of(change.Table)} {row.Address} = {row.Text}");
        }
    }

    private static byte[] Octets(ushort register) => [(byte)(register >> 8), (byte)register];
}
