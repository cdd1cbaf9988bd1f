using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Busbar.Interop.Tests.Peers;
using Busbar.Tool.Tests;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>The command's scan, identify and diagnose on a server of somebody else.</summary>
public sealed class ToolOnPymodbusTests
{
    [Fact]
    public async Task ScanIdentifyAndDiagnose_GiveWhatIsThere()
    {
        (Process process, int port) = await ModbusPeers.StartPymodbusServerAsync("pymodbus_server.py");
        try
        {
            string[] target = ["--port", port.ToString(CultureInfo.InvariantCulture)];
            var scan = await ToolProcess.RunAsync(["modbus", "scan", "--units", "1-2", "--timeout", "5", .. target]);
            var identify = await ToolProcess.RunAsync(["modbus", "identify", .. target]);
            var diagnose = await ToolProcess.RunAsync(["modbus", "diagnose", .. target]);

            Assert.Equal((0, 0, 0), (scan.Code, identify.Code, diagnose.Code));
            Assert.Equal(1, Assert.Single(Lines(scan.Output)).GetProperty("unit").GetInt32());
            Assert.Equal("pymodbus", Lines(identify.Output)[0].GetProperty("value").GetString());
            Assert.Contains(new string('M', 120), Lines(identify.Output).Select(line => line.GetProperty("value").GetString()));
            Assert.Equal(10, Lines(diagnose.Output).Length);
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    private static JsonElement[] Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
