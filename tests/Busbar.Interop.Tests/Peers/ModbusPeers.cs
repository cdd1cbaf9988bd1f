using System.Diagnostics;

namespace Busbar.Interop.Tests.Peers;

/// <summary>Modbus programs of others: libmodbus' mbpoll and the system's pymodbus.</summary>
internal static class ModbusPeers
{
    public const string Python = "/usr/bin/python3"; // pymodbus belongs to the system's, which need not be the first on the PATH

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<bool>> HasMbpoll = new(() => RunsAsync("mbpoll", "-V"));
    private static readonly Lazy<Task<bool>> HasPymodbus = new(() => RunsAsync(Python, "-c", "import pymodbus.server"));

    /// <summary>Runs mbpoll to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> MbpollAsync(params string[] arguments)
    {
        await RequireAsync(HasMbpoll, "mbpoll");
        return await RunAsync("mbpoll", arguments);
    }

    /// <summary>Runs a script of ours on pymodbus to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> PymodbusAsync(string script, params string[] arguments)
    {
        await RequireAsync(HasPymodbus, "pymodbus");
        return await RunAsync(Python, [ScriptPath(script), .. arguments]);
    }

    /// <summary>Starts a script of ours that serves on pymodbus and prints its port, or 0 on a line.</summary>
    public static async Task<(Process Process, int Port)> StartPymodbusServerAsync(string script, params string[] arguments)
    {
        await RequireAsync(HasPymodbus, "pymodbus");
        return await StartServingAsync(Python, [ScriptPath(script), .. arguments]);
    }

    /// <summary>Starts a program that serves and prints its port.</summary>
    public static async Task<(Process Process, int Port)> StartServingAsync(string program, string[] arguments)
    {
        Process process = Start(program, arguments);
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null)
            Assert.Fail($"{program} {string.Join(' ', arguments)} ended without serving:\n{await process.StandardError.ReadToEndAsync()}");
        return (process, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string ScriptPath(string script) => Path.Combine(AppContext.BaseDirectory, "Modbus", script);

    public static async Task RequireAsync(Lazy<Task<bool>> peer, string name)
    {
        if (await peer.Value)
            return;
        if (Environment.GetEnvironmentVariable("BUSBAR_REQUIRE_PEERS") == "1")
            Assert.Fail($"{name} is not installed, and BUSBAR_REQUIRE_PEERS is 1.");
        Assert.Skip($"{name} is not installed.");
    }

    public static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Start(program, arguments);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public static async Task<string> RunAsync(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
