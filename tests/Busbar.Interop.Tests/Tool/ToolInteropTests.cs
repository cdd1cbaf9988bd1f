using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Busbar.Interop.Tests.Peers;
using Busbar.Tool.Tests;

namespace Busbar.Interop.Tests.Tool;

/// <summary>The command and the programs of others, as a person at a terminal puts them together.</summary>
public sealed class ToolInteropTests
{
    private const int StationUnit = 6;

    [Fact(Timeout = 300_000)]
    public async Task Plant_IsReadByMbpollAndPymodbus_AndTheValuesAgreeWithOurs()
    {
        await using ToolProcess plant = ToolProcess.Start("plant", "--port", "0", "--rate", "0.1");
        string port = $"{await plant.PortAsync()}";

        (float[] ours, string mbpoll, string pymodbus) = await ReadBetweenTwoStepsAsync(port);

        Assert.Equal(6, ours.Length);
        Assert.InRange(ours[0], 49.5f, 50.5f); // Hz
        Assert.Equal(ours.Select(Rounded), mbpoll.Split('\n').Where(line => line.StartsWith('[')).Select(line => Rounded(Parse(line.Split('\t')[1]))));
        Assert.Equal(ours, pymodbus.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse));
    }

    [Fact]
    public async Task ModbusReadAndWrite_OnAPymodbusServer_GiveWhatIsThere()
    {
        (Process process, int port) = await ModbusPeers.StartPymodbusServerAsync("pymodbus_server.py");
        using (process)
        {
            try
            {
                var written = await ToolProcess.RunAsync("modbus", "write", "holding", "20", "-2.5", "--type", "float32", "--port", $"{port}");
                var read = await ToolProcess.RunAsync("modbus", "read", "holding", "20", "1", "--type", "float32", "--port", $"{port}");

                Assert.Equal((0, 0), (written.Code, read.Code));
                using var row = JsonDocument.Parse(read.Output);
                Assert.Equal(-2.5, row.RootElement.GetProperty("value").GetDouble());
            }
            finally
            {
                process.Kill();
            }
        }
    }

    /// <summary>At its slowest the plant stands still for ten seconds. Should it take a step while it is read, all is read once more.</summary>
    private static async Task<(float[] Ours, string Mbpoll, string Pymodbus)> ReadBetweenTwoStepsAsync(string port)
    {
        float[] before = await ReadOursAsync(port, StationUnit, 6);
        while (true)
        {
            string mbpoll = await ModbusPeers.MbpollAsync(
                "-m", "tcp", "-p", port, "-a", $"{StationUnit}", "-0", "-r", "0", "-c", "6", "-t", "3:float", "-B", "-1", "127.0.0.1");
            string pymodbus = await ModbusPeers.PymodbusAsync("pymodbus_read_floats.py", port, $"{StationUnit}", "6");
            float[] after = await ReadOursAsync(port, StationUnit, 6);
            if (after.SequenceEqual(before))
                return (after, mbpoll, pymodbus);
            before = after;
        }
    }

    private static async Task<float[]> ReadOursAsync(string port, int unit, int count)
    {
        (int code, string output, string error) = await ToolProcess.RunAsync(
            "modbus", "read", "input", "0", $"{count}", "--type", "float32", "--unit", $"{unit}", "--port", port);
        Assert.True(code == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("value").GetSingle())];
    }

    private static float Parse(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>mbpoll prints six digits.</summary>
    private static string Rounded(float value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
