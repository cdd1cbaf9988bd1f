using System.Diagnostics;
using System.Text.Json;
using Busbar.Interop.Tests.Peers;
using Busbar.Tool.Tests;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>The command on serial lines, and in a terminal.</summary>
public sealed class ToolOnALineTests
{
    [Theory]
    [InlineData("--baud", "1200", "--parity", "none", "--stop-bits", "2")]
    [InlineData("--baud", "115200", "--parity", "odd")]
    [InlineData("--framing", "ascii")]
    public async Task EachCommand_DoesOnALine_WhatItDoesOverTcp(params string[] settings)
    {
        await using SerialPair pair = await SerialPair.OpenAsync();
        await using ToolProcess server = ToolProcess.Start(["modbus", "serve", "--serial", pair.Ours, "--units", "1,3", "--set", "holding:10=1,2,3", .. settings]);
        Assert.Equal(pair.Ours, await server.AddressAsync());
        string[] line = ["--serial", pair.Theirs, .. settings];

        var write = await ToolProcess.RunAsync(["modbus", "write", "holding", "11", "7", "--timeout", "30", .. line]);
        var read = await ToolProcess.RunAsync(["modbus", "read", "holding", "10", "3", "--timeout", "30", .. line]);
        var scan = await ToolProcess.RunAsync(["modbus", "scan", "--units", "1-3", "--timeout", "2", .. line]);
        var identify = await ToolProcess.RunAsync(["modbus", "identify", "--timeout", "30", .. line]);
        var diagnose = await ToolProcess.RunAsync(["modbus", "diagnose", "--timeout", "30", .. line]);

        Assert.Equal((0, 0, 0, 0, 0), (write.Code, read.Code, scan.Code, identify.Code, diagnose.Code));
        Assert.Equal([1, 7, 3], Lines(read.Output).Select(each => each.GetProperty("value").GetInt32()));
        Assert.Equal([1, 3], Lines(scan.Output).Select(each => each.GetProperty("unit").GetInt32()));
        Assert.Equal("Busbar", Lines(identify.Output)[0].GetProperty("value").GetString());
        Assert.Equal(10, Lines(diagnose.Output).Length);
        Assert.Equal(7, JsonElement.Parse((await server.ReadLineAsync())!).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Serve_OnALine_IsReadByMbpoll()
    {
        await using SerialPair pair = await SerialPair.OpenAsync();
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--serial", pair.Ours, "--baud", "19200", "--parity", "none", "--stop-bits", "2", "--set", "holding:10=1,2,3");
        await server.AddressAsync();

        string output = await ModbusPeers.MbpollAsync("-m", "rtu", "-b", "19200", "-P", "none", "-s", "2", "-o", "10", "-a", "1", "-0", "-r", "10", "-c", "3", "-t", "4", "-1", pair.Theirs);

        Assert.Equal(["1", "2", "3"], MbpollOutput.Values(output));
    }

    /// <summary>socat gives the command a terminal, and what the command draws there to the test.</summary>
    [Fact]
    public async Task Watch_InATerminal_DrawsATableThatLives()
    {
        await using (await SerialPair.OpenAsync()) // skips where there is no socat
        {
        }

        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--set", "holding:0=11111");
        string port = $"{await server.PortAsync()}";
        string tool = Path.Combine(AppContext.BaseDirectory, "Busbar.Tool.dll");
        var socat = Process.Start(new ProcessStartInfo("socat", ["-u", $"EXEC:dotnet {tool} modbus read holding 0 1 --watch 50ms --port {port},pty,setsid,ctty", "STDOUT"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        await using var ended = new EndedProcess(socat);

        string before = await UntilAsync(socat, "11111");
        await ToolProcess.RunAsync("modbus", "write", "holding", "0", "22222", "--port", port);
        string after = await UntilAsync(socat, "22222");

        Assert.Contains("address", before, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"table\"", before + after, StringComparison.Ordinal);
        Assert.Contains("\u001b[", after, StringComparison.Ordinal); // drawn over what was there
    }

    private static async Task<string> UntilAsync(Process process, string text)
    {
        var seen = new System.Text.StringBuilder();
        var block = new char[4096];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = await process.StandardOutput.ReadAsync(block.AsMemory()).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.True(count > 0, $"It ended, having drawn:\n{seen}");
            seen.Append(block, 0, count);
        }

        return seen.ToString();
    }

    private static JsonElement[] Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
