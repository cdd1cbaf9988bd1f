using System.Diagnostics;

namespace Busbar.Tool.Tests;

/// <summary>The command as its users run it: a process with exit code, standard output and standard error. Shared by the test projects that run it.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private ToolProcess(Process process) => _process = process;

    public static ToolProcess Start(params string[] arguments) => Start(arguments, pipesInput: false);

    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using ToolProcess tool = Start(arguments);
        Task<string> output = tool._process.StandardOutput.ReadToEndAsync();
        Task<string> error = tool._process.StandardError.ReadToEndAsync();
        int code = await tool.ExitAsync();
        return (code, await output, await error);
    }

    /// <summary>The same with lines on standard input.</summary>
    public static async Task<(int Code, string Output, string Error)> PipeAsync(string input, params string[] arguments)
    {
        await using ToolProcess tool = Start(arguments, pipesInput: true);
        Task<string> output = tool._process.StandardOutput.ReadToEndAsync();
        Task<string> error = tool._process.StandardError.ReadToEndAsync();
        await tool._process.StandardInput.WriteAsync(input);
        tool._process.StandardInput.Close();
        int code = await tool.ExitAsync();
        return (code, await output, await error);
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Waits for <c>listening on HOST:PORT</c>.</summary>
    public async Task<int> PortAsync()
    {
        string address = await AddressAsync();
        return int.Parse(address[(address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The same for what has no port: a serial line.</summary>
    public async Task<string> AddressAsync()
    {
        const string Listening = "listening on ";
        var said = new List<string>();
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            said.Add(line);
            if (!line.StartsWith(Listening, StringComparison.Ordinal))
                continue;
            _ = _process.StandardError.ReadToEndAsync(); // a full pipe would stop it
            return line[Listening.Length..];
        }

        throw new InvalidOperationException($"It ended without listening, and said:\n{string.Join('\n', said)}");
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Reads no more, as <c>head</c> does after its lines.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    public void Signal(string signal) => Process.Start("kill", [$"-{signal}", $"{_process.Id}"]).WaitForExit();

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static ToolProcess Start(string[] arguments, bool pipesInput)
    {
        // A shell without job control has its background jobs ignore SIGINT, and what they start inherits that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Busbar.Tool.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = pipesInput,
        };
        return new ToolProcess(Process.Start(start)!);
    }
}
