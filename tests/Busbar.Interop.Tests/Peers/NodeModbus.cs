using System.Diagnostics;

namespace Busbar.Interop.Tests.Peers;

/// <summary>Scripts of ours on node's <c>modbus-serial</c>, in the version that the lock file beside them names.</summary>
internal static class NodeModbus
{
    private const string Name = "modbus-serial for node (npm ci)";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Modbus");
    private static readonly Lazy<Task<bool>> HasModbusSerial = new(InstallAsync);

    /// <summary>Runs a script to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        await ModbusPeers.RequireAsync(HasModbusSerial, Name);
        return await ModbusPeers.RunAsync("node", [Path.Combine(Folder, script), .. arguments]);
    }

    /// <summary>Starts a script that serves and prints its port, or 0 on a line.</summary>
    public static async Task<(Process Process, int Port)> StartAsync(string script, params string[] arguments)
    {
        await ModbusPeers.RequireAsync(HasModbusSerial, Name);
        return await ModbusPeers.StartServingAsync("node", [Path.Combine(Folder, script), .. arguments]);
    }

    private static async Task<bool> InstallAsync() =>
        File.Exists(Path.Combine(Folder, "node_modules", "modbus-serial", "package.json"))
        || await ModbusPeers.RunsAsync("npm", "ci", "--prefix", Folder, "--no-audit", "--no-fund", "--loglevel=error");
}
