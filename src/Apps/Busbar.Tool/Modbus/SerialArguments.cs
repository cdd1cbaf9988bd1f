using System.CommandLine;
using Busbar.Modbus;
using Busbar.Serial;

namespace Busbar.Tool;

/// <summary>A serial line on the command line, in the place of a host and its port; the same for clients and the server.</summary>
internal static class SerialArguments
{
    private const string OnlyForLines = "is for a serial line: name the line with --serial";

    private static readonly Option<string> Device = new("--serial") { Description = "A serial line in the place of --host and --port, such as /dev/ttyUSB0." };
    private static readonly Option<int> Baud = CommandWords.Whole("--baud", 9_600, "Its bits a second.");
    private static readonly Option<string> Parity = CommandWords.OneOf("--parity", "even", "Its checking bit.", "none", "even", "odd");
    private static readonly Option<int> StopBits = CommandWords.Whole("--stop-bits", 1, "Its stop bits, 1 or 2.");
    private static readonly Option<int> DataBits = CommandWords.Whole("--data-bits", 8, "Its data bits, 7 or 8; 7 with ascii unless given, 8 with rtu.");
    private static readonly Option<bool> Rs485 = new("--rs485") { Description = "Has the line's driver turn a two-wire RS-485 line round by RTS; most adapters do it by themselves." };

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Device, Baud, Parity, StopBits, DataBits, Rs485 })
            command.Options.Add(option);
    }

    /// <summary>Whether the user named a line.</summary>
    /// <exception cref="UsageException">Something of a line was said without one, or of a network with one.</exception>
    public static bool IsAsked(ToolContext context, params Option[] ofNetworks)
    {
        if (!context.IsGiven(Device))
        {
            if (Array.Find<Option>([Baud, Parity, StopBits, DataBits, Rs485], context.IsGiven) is { } lonely)
                throw new UsageException($"{lonely.Name} {OnlyForLines}.");
            return false;
        }

        if (Array.Find(ofNetworks, context.IsGiven) is { } other)
            throw new UsageException($"--serial takes the place of {other.Name}: give one of the two.");
        return true;
    }

    /// <summary>The framing on the line: rtu unless the user said otherwise.</summary>
    public static ModbusFraming FramingOf(ToolContext context, Option<string> framing)
    {
        if (!context.IsGiven(framing))
            return ModbusFraming.Rtu;
        ModbusFraming given = ModbusNames.FramingOf(context.Get(framing)!);
        return given == ModbusFraming.Tcp ? throw new UsageException("--framing must be rtu or ascii on a serial line, not 'tcp'.") : given;
    }

    public static SerialConnector Connector(ToolContext context, ModbusFraming framing) => SerialConnector.Open(PathOf(context), OptionsOf(context, framing));

    public static SerialListener Listener(ToolContext context, ModbusFraming framing) => SerialListener.Open(PathOf(context), OptionsOf(context, framing));

    private static string PathOf(ToolContext context) =>
        context.Get(Device) is { } path && !string.IsNullOrWhiteSpace(path)
            ? path
            : throw new UsageException("--serial must be a device, such as /dev/ttyUSB0.");

    private static SerialOptions OptionsOf(ToolContext context, ModbusFraming framing)
    {
        int dataBits = context.IsGiven(DataBits) ? context.Get(DataBits) : framing == ModbusFraming.Ascii ? 7 : 8;
        if (dataBits != 8 && (dataBits != 7 || framing == ModbusFraming.Rtu))
            throw new UsageException($"--data-bits must be 8 with rtu and 7 or 8 with ascii, not {dataBits}.");
        return new SerialOptions
        {
            BaudRate = InRange(context, Baud, 50, 20_000_000),
            Parity = Enum.Parse<SerialParity>(context.Get(Parity)!, ignoreCase: true),
            StopBits = (SerialStopBits)InRange(context, StopBits, 1, 2),
            DataBits = dataBits,
            Rs485 = context.Get(Rs485) ? new Rs485Options() : null,
        };
    }

    private static int InRange(ToolContext context, Option<int> option, int least, int most)
    {
        int value = context.Get(option);
        return value >= least && value <= most ? value : throw new UsageException($"{option.Name} must be {least} to {most}, not {value}.");
    }
}
