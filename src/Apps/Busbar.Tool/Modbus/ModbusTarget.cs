using System.CommandLine;
using System.Globalization;
using Busbar.Modbus;
using Busbar.Sockets;
using Microsoft.Extensions.Logging;

namespace Busbar.Tool;

/// <summary>The options that say which device is meant; the same for all commands that are clients.</summary>
internal static class ModbusTarget
{
    private static readonly Option<string> Host = new("--host") { Description = "The device's name or address.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = new("--port") { Description = "Its port.", DefaultValueFactory = _ => ModbusClient.DefaultPort };
    private static readonly Option<double> Timeout = new("--timeout") { Description = "Seconds to wait for an answer.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string> Framing = CreateFraming();

    public static Option<int> Unit { get; } = new("--unit") { Description = "Unit identifier, 0 to 255.", DefaultValueFactory = _ => 1 };

    public static void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Host, Port, Framing, Unit, Timeout })
            command.Options.Add(option);
    }

    public static ModbusClient Client(ToolContext context)
    {
        int port = context.Get(Port);
        if (port is < 1 or > 65535)
            throw new UsageException($"--port must be 1 to 65535, not {port}.");
        double timeout = context.Get(Timeout);
        if (timeout is not (> 0 and <= 3600))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--timeout must be more than 0 and at most 3600 seconds, not {timeout}."));
        if (context.Get(Unit) is < 0 or > 255)
            throw new UsageException($"--unit must be 0 to 255, not {context.Get(Unit)}.");
        return new ModbusClient(TcpConnector.To(context.Get(Host)!, port), new ModbusClientOptions
        {
            ResponseTimeout = TimeSpan.FromSeconds(timeout),
            Logger = context.LoggersIfAsked.CreateLogger<ModbusClient>(),
        });
    }

    private static Option<string> CreateFraming()
    {
        var framing = new Option<string>("--framing") { Description = "How requests are framed.", DefaultValueFactory = _ => "tcp" };
        framing.AcceptOnlyFromAmong("tcp");
        return framing;
    }
}
