using System.CommandLine;
using System.Globalization;
using System.Net;
using Busbar.Links;
using Busbar.Modbus;
using Busbar.Sockets;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool;

/// <summary>The options that say which device is meant; the same for all commands that are clients.</summary>
internal static class ModbusTarget
{
    private static readonly Option<string> Host = new("--host") { Description = "The device's name or address.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = CommandWords.Whole("--port", ModbusClient.DefaultPort, "Its port.");
    private static readonly Option<string> Transport = ModbusArguments.NewTransport();
    private static readonly Option<double> Timeout = CommandWords.Number("--timeout", 3, "Seconds to wait for an answer.");
    private static readonly Option<string> Framing = CommandWords.OneOf("--framing", "tcp", "How requests are framed, whatever carries them; on a serial line rtu unless given.", FrameLine.Framings);

    public static Option<int> Unit { get; } = CommandWords.Whole("--unit", 1, "Unit identifier, 0 to 255.");

    public static void AddTo(Command command)
    {
        AddLineTo(command);
        command.Options.Add(Unit);
        command.Options.Add(Timeout);
    }

    /// <summary>The same without unit and time, for a command that asks many.</summary>
    public static void AddLineTo(Command command)
    {
        foreach (Option option in new Option[] { Host, Port, Transport, Framing })
            command.Options.Add(option);
        SerialArguments.AddTo(command);
    }

    /// <summary>Said before anything is sent.</summary>
    /// <exception cref="UsageException">Nobody would answer.</exception>
    public static void CheckIsAnswered(ToolContext context) => CheckIsAnswered(context, context.Get(Unit), "--unit");

    /// <inheritdoc cref="CheckIsAnswered(ToolContext)"/>
    public static void CheckIsAnswered(ToolContext context, int unit, string option)
    {
        if (unit == 0 && FramingOf(context) != ModbusFraming.Tcp)
            throw new UsageException($"{option} 0 is all units of a serial line, and they answer no read; name one, 1 to 247.");
    }

    public static ModbusClient Client(ToolContext context)
    {
        if (context.Get(Unit) is < 0 or > 255)
            throw new UsageException($"--unit must be 0 to 255, not {context.Get(Unit)}.");
        return Client(context, context.Get(Timeout), new ModbusClientOptions());
    }

    /// <summary>The same for a command with a time of its own.</summary>
    /// <param name="context">The command's.</param>
    /// <param name="timeout">Seconds to wait for an answer, as the user gave them.</param>
    /// <param name="options">What else is to be; framing, time and logger are set here.</param>
    public static ModbusClient Client(ToolContext context, double timeout, ModbusClientOptions options)
    {
        if (timeout is not (> 0 and <= 3600))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--timeout must be more than 0 and at most 3600 seconds, not {timeout}."));
        options.Framing = FramingOf(context);
        options.ResponseTimeout = TimeSpan.FromSeconds(timeout);
        options.Logger = context.LoggersIfAsked.CreateLogger<ModbusClient>();
        return new ModbusClient(ConnectorOf(context, options.Framing), options);
    }

    private static ModbusFraming FramingOf(ToolContext context) =>
        SerialArguments.IsAsked(context, Host, Port, Transport) ? SerialArguments.FramingOf(context, Framing) : ModbusNames.FramingOf(context.Get(Framing)!);

    private static IConnector ConnectorOf(ToolContext context, ModbusFraming framing)
    {
        if (SerialArguments.IsAsked(context, Host, Port, Transport))
            return SerialArguments.Connector(context, framing);
        string host = context.Get(Host)!;
        if (string.IsNullOrWhiteSpace(host) || (host.Contains(':') && !IPAddress.TryParse(host, out _)))
            throw new UsageException($"--host must be a name or an address without a port, which --port takes, not '{host}'.");
        int port = context.Get(Port);
        if (port is < 1 or > 65535)
            throw new UsageException($"--port must be 1 to 65535, not {port}.");
        return context.Get(Transport) == ModbusArguments.Udp ? UdpConnector.To(host, port) : TcpConnector.To(host, port);
    }
}
