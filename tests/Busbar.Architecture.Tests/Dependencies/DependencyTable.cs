namespace Busbar.Architecture.Tests.Dependencies;

/// <summary>
/// What may depend on what. Downwards only: applications, then transports and protocols, then messaging, then the core. The base
/// library is always allowed; everything else a package needs stands in its row.
/// </summary>
internal static class DependencyTable
{
    private const string Aspnet = "Microsoft.AspNetCore.*";
    private const string Extensions = "Microsoft.Extensions.*";

    public static IReadOnlyList<DependencyRow> Rows { get; } =
    [
        // The core stays small and freezes early: the base library and the logging contracts (which bring those of DI).
        new("Busbar",
            Busbar: [],
            ThirdParty: ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"]),
        new("Busbar.Testing", Busbar: ["Busbar"], ThirdParty: ["Microsoft.Extensions.Logging.Abstractions"]),
        // Its listener and its client, by TCP, are what services need; any other carrier arrives as a listener or a connector.
        new("Busbar.Messaging", Busbar: ["Busbar", "Busbar.Sockets"], ThirdParty: ["Microsoft.Extensions.Logging.Abstractions"]),
        // Usable on its own: the base library alone.
        new("Busbar.MessagePack", Busbar: [], ThirdParty: []),
        // Hosting wires what a user picked: each package adds its own extension, so hosting knows the core alone.
        new("Busbar.Hosting", Busbar: ["Busbar", "Busbar.Messaging"], ThirdParty: [Extensions]),

        // A protocol never knows a host or another protocol. Sockets, so that one package is enough for the usual case.
        Protocol("Busbar.Modbus"),
        Protocol("Busbar.Iec104"),
        Protocol("Busbar.ThingsDb", "Busbar.MessagePack"),
        Protocol("Busbar.Mqtt", "Busbar.Messaging"),

        Transport("Busbar.Sockets"),
        Transport("Busbar.Serial"),
        // Its client connects and its server listens by itself; any other carrier arrives as a connector or a listener.
        Transport("Busbar.WebSockets", "Busbar.Sockets"),
        new("Busbar.AspNetCore", Busbar: ["Busbar", "Busbar.Messaging", "Busbar.WebSockets"], ThirdParty: [Aspnet, Extensions, "Microsoft.Net.Http.Headers"]),
        // The echo client feeds what messaging defines, so that the pages' host need not know Influx, nor Influx the host.
        Transport("Busbar.Influx", "Busbar.Messaging"),
        Transport("Busbar.Sql"),
        // Apart from Sql, so that nobody else carries native SQLite.
        new("Busbar.Sqlite",
            Busbar: ["Busbar", "Busbar.Sql"],
            ThirdParty: ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.Data.Sqlite*", "SQLitePCLRaw.*"]),
        new("Busbar.RabbitMq", Busbar: ["Busbar", "Busbar.Messaging"], ThirdParty: ["Microsoft.Extensions.Logging.Abstractions", "RabbitMQ.Client"]),
    ];

    private static DependencyRow Protocol(string name, params string[] more) =>
        new(name, Busbar: ["Busbar", "Busbar.Sockets", .. more], ThirdParty: ["Microsoft.Extensions.Logging.Abstractions"]);

    private static DependencyRow Transport(string name, params string[] more) =>
        new(name, Busbar: ["Busbar", .. more], ThirdParty: ["Microsoft.Extensions.Logging.Abstractions"]);
}
