using System.Text.Json;

namespace Busbar.Tool.Tests.Commands;

/// <summary><c>busbar modbus scan</c>, <c>identify</c> and <c>diagnose</c>, over every framing.</summary>
public sealed class ModbusDeviceTests
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("rtu")]
    [InlineData("ascii")]
    public async Task Scan_ShowsTheUnitsThatAnswer(string framing)
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--framing", framing, "--units", "3,5");
        string port = $"{await server.PortAsync()}";

        (int code, string output, string error) = await ToolProcess.RunAsync("modbus", "scan", "--units", "2-6", "--timeout", "1", "--port", port, "--framing", framing);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["unit", "exception", "milliseconds", "time"], Lines(output)[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal([3, 5], Lines(output).Select(line => line.GetProperty("unit").GetInt32()));
        Assert.All(Lines(output), line => Assert.Equal(JsonValueKind.Null, line.GetProperty("exception").ValueKind));
    }

    [Fact]
    public async Task Scan_OfUnitsThatRefuseTheProbe_ShowsThem_AndOfNobody_Exits3()
    {
        await using ToolProcess plant = ToolProcess.Start("plant", "--port", "0");
        string port = $"{await plant.PortAsync()}";

        var refused = await ToolProcess.RunAsync("modbus", "scan", "--units", "6", "--port", port);
        var nobody = await ToolProcess.RunAsync("modbus", "scan", "--units", "240-243", "--timeout", "0.2", "--port", port);
        var unreachable = await ToolProcess.RunAsync("modbus", "scan", "--units", "1", "--port", "1");

        Assert.Equal("illegal-data-address", Assert.Single(Lines(refused.Output)).GetProperty("exception").GetString());
        Assert.Equal((0, 3, 3), (refused.Code, nobody.Code, unreachable.Code));
        Assert.Equal(("", $"None of the units 240-243 answered at 127.0.0.1:{port}."), (nobody.Output, nobody.Error.TrimEnd()));
        Assert.Equal("No connection to 127.0.0.1:1: Connection refused", unreachable.Error.TrimEnd());
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("rtu")]
    [InlineData("ascii")]
    public async Task Identify_ShowsTheObjects(string framing)
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--framing", framing);
        string[] target = ["--port", $"{await server.PortAsync()}", "--framing", framing];

        var all = await ToolProcess.RunAsync(["modbus", "identify", .. target]);
        var one = await ToolProcess.RunAsync(["modbus", "identify", "--object", "1", .. target]);
        var none = await ToolProcess.RunAsync(["modbus", "identify", "--object", "99", .. target]);

        Assert.Equal(["unit", "object", "name", "value", "hex"], Lines(all.Output)[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(["Busbar", "busbar modbus serve"], Lines(all.Output).Take(2).Select(line => line.GetProperty("value").GetString()));
        Assert.Equal([0, 1, 2], Lines(all.Output).Select(line => line.GetProperty("object").GetInt32()));
        Assert.Equal("ProductCode", Assert.Single(Lines(one.Output)).GetProperty("name").GetString());
        Assert.Equal((0, 0, 1), (all.Code, one.Code, none.Code));
        Assert.Equal("Unit 1 refused EncapsulatedInterfaceTransport: IllegalDataAddress (02).", none.Error.TrimEnd());
    }

    [Fact]
    public async Task Identify_OfADeviceWithoutIdentification_Exits1()
    {
        await using ToolProcess plant = ToolProcess.Start("plant", "--port", "0");

        (int code, string output, string error) = await ToolProcess.RunAsync("modbus", "identify", "--port", $"{await plant.PortAsync()}");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal("Unit 1 refused EncapsulatedInterfaceTransport: IllegalFunction (01).", error.TrimEnd());
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("rtu")]
    [InlineData("ascii")]
    public async Task Diagnose_ShowsTheCounters(string framing)
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--framing", framing);
        string[] target = ["--port", $"{await server.PortAsync()}", "--framing", framing];

        var all = await ToolProcess.RunAsync(["modbus", "diagnose", .. target]);
        var one = await ToolProcess.RunAsync(["modbus", "diagnose", "--sub", "0", "--value", "0x1234", .. target]);
        var refused = await ToolProcess.RunAsync(["modbus", "diagnose", "--sub", "19", .. target]);
        var listening = await ToolProcess.RunAsync(["modbus", "diagnose", "--sub", "4", .. target]);
        var silent = await ToolProcess.RunAsync(["modbus", "diagnose", "--timeout", "0.2", .. target]);

        Assert.Equal(["unit", "sub", "name", "value", "exception"], Lines(all.Output)[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal([0, 2, 11, 12, 13, 14, 15, 16, 17, 18], Lines(all.Output).Select(line => line.GetProperty("sub").GetInt32()));
        Assert.Equal([0xA537, 0, 3, 0, 0, 6, 0, 0, 0, 0], Lines(all.Output).Select(line => line.GetProperty("value").GetInt32()));
        Assert.Equal(0x1234, Assert.Single(Lines(one.Output)).GetProperty("value").GetInt32());
        Assert.Equal("illegal-function", Assert.Single(Lines(refused.Output)).GetProperty("exception").GetString());
        Assert.Equal(JsonValueKind.Null, Assert.Single(Lines(listening.Output)).GetProperty("value").ValueKind);
        Assert.Equal((0, 0, 1, 0, 3), (all.Code, one.Code, refused.Code, listening.Code, silent.Code));
    }

    private static JsonElement[] Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
