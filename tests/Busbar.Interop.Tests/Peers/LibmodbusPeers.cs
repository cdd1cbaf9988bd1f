using System.Diagnostics;

namespace Busbar.Interop.Tests.Peers;

/// <summary>Small C programs of ours on libmodbus, compiled when they are first asked for.</summary>
internal static class LibmodbusPeers
{
    private const string Headers = "-I/usr/include/modbus";

    private static readonly Lazy<Task<bool>> HasLibmodbus = new(() =>
        ModbusPeers.RunsAsync("cc", Headers, "-fsyntax-only", "-include", "stdio.h", "-include", "modbus.h", "-x", "c", "/dev/null"));

    private static readonly Lazy<Task<string>> Client = new(() => CompileAsync("libmodbus_client"));
    private static readonly Lazy<Task<string>> Server = new(() => CompileAsync("libmodbus_server"));

    /// <summary>Runs the client against a port, or on a line at a rate, to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunClientAsync(params string[] target)
    {
        await ModbusPeers.RequireAsync(HasLibmodbus, "libmodbus-dev with cc");
        return await ModbusPeers.RunAsync(await Client.Value, target);
    }

    /// <summary>Starts the server, on a line at a rate when one is given.</summary>
    public static async Task<(Process Process, int Port)> StartServerAsync(params string[] line)
    {
        await ModbusPeers.RequireAsync(HasLibmodbus, "libmodbus-dev with cc");
        return await ModbusPeers.StartServingAsync(await Server.Value, line);
    }

    private static async Task<string> CompileAsync(string name)
    {
        string program = Path.Combine(Directory.CreateTempSubdirectory("busbar-libmodbus-").FullName, name);
        await ModbusPeers.RunAsync("cc", ["-Wall", "-Werror", Headers, "-o", program, Path.Combine(AppContext.BaseDirectory, "Modbus", name + ".c"), "-lmodbus"]);
        return program;
    }
}
