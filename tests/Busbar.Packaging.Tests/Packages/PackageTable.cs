namespace Busbar.Packaging.Tests.Packages;

/// <summary>Every package there is, with what it brings along. A new package is a new row, a new dependency a change that is seen here.</summary>
internal static class PackageTable
{
    public const string Core = "Busbar";
    public const string Sqlite = "Busbar.Sqlite";
    public const string Tool = "Busbar.Tool";

    private const string AspNetCore = "Microsoft.AspNetCore.App";

    // Versions are pinned for what is referred to indirectly as well, so both stand in each manifest.
    private static readonly string[] Logging = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

    public static IReadOnlyList<PackageRow> Rows { get; } =
    [
        Library(Core),
        Library("Busbar.Messaging", Core, "Busbar.Sockets"),
        Library("Busbar.Testing", Core),
        Library("Busbar.Sockets", Core),
        Library("Busbar.Serial", Core),
        Library("Busbar.Influx", Core),
        Library("Busbar.Sql", Core),
        Library("Busbar.Modbus", Core, "Busbar.Sockets"),
        Library("Busbar.WebSockets", Core, "Busbar.Sockets"),
        new("Busbar.MessagePack", Busbar: [], ThirdParty: [], Frameworks: []),
        // The framework has the logging abstractions.
        new("Busbar.AspNetCore", Busbar: [Core, "Busbar.Messaging", "Busbar.WebSockets"], ThirdParty: [], Frameworks: [AspNetCore]),
        new(Sqlite, Busbar: ["Busbar.Sql"], ThirdParty: [.. Logging, "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"], Frameworks: []),
        // A tool carries all that it needs.
        new(Tool, Busbar: [], ThirdParty: [], Frameworks: [AspNetCore]),
    ];

    /// <summary>The packages that are referred to; the tool is installed.</summary>
    public static IEnumerable<string> Libraries => Rows.Select(row => row.Id).Where(id => id != Tool);

    private static PackageRow Library(string id, params string[] busbar) => new(id, busbar, Logging, Frameworks: []);
}
