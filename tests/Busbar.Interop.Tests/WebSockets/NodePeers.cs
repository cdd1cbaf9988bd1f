using System.Diagnostics;
using Busbar.Interop.Tests.Peers;

namespace Busbar.Interop.Tests.WebSockets;

/// <summary>Programs on node, with the packages that the lock file beside them names.</summary>
internal static class NodePeers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "WebSockets");
    private static readonly Lazy<Task<bool>> HasWs = new(InstallAsync);

    /// <summary>Runs a script to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        await ModbusPeers.RequireAsync(HasWs, "ws for node (npm ci)");
        return await ModbusPeers.RunAsync("node", [Path.Combine(Folder, script), .. arguments]);
    }

    /// <summary>Starts a script that serves and prints its port.</summary>
    public static async Task<(Process Process, int Port)> StartAsync(string script)
    {
        await ModbusPeers.RequireAsync(HasWs, "ws for node (npm ci)");
        Process process = Start("node", [Path.Combine(Folder, script)]);
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null)
            Assert.Fail($"{script} ended without serving:\n{await process.StandardError.ReadToEndAsync()}");
        return (process, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<bool> InstallAsync()
    {
        if (File.Exists(Path.Combine(Folder, "node_modules", "ws", "package.json")))
            return true;
        try
        {
            using Process npm = Start("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            await npm.WaitForExitAsync().WaitAsync(Patience);
            return npm.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
