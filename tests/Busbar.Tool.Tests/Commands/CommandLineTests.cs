using System.Text.Json;

namespace Busbar.Tool.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("modbus read inputs 0 1", "'inputs'")]
    [InlineData("modbus read input 70000 1", "ADDRESS must be 0 to 65535")]
    [InlineData("modbus read input 65535 2", "COUNT must be 1 to 1")]
    [InlineData("modbus read input 0 1 --type int24", "'int24'")]
    [InlineData("modbus read input 0 1 --unit 256", "--unit must be 0 to 255")]
    [InlineData("modbus read input 0 1 --unit 0 --framing rtu", "--unit 0 is all units of a serial line")]
    [InlineData("modbus read input 0 1 --watch soon", "--watch must be a time")]
    [InlineData("modbus read input x 1 --port y", "--port must be a whole number, not 'y'")]
    [InlineData("modbus read input 0 many", "COUNT must be a whole number, not 'many'")]
    [InlineData("modbus read input 65535 1 --type float32", "ADDRESS must be 0 to 65534 for values of type float32")]
    [InlineData("modbus read input 0 1 --order 7", "--order must be ABCD, CDAB, BADC or DCBA, not '7'")]
    [InlineData("modbus read input 0 1 --timeout 1,5", "--timeout must be a number, such as 0.5, not '1,5'")]
    [InlineData("modbus read input 0 1 --log 99", "--log must be Trace, Debug,")]
    [InlineData("modbus read input 0 1 --host 127.0.0.1:502", "--host must be a name or an address without a port")]
    [InlineData("modbus read input 0 1 --host ", "--host must be a name or an address")]
    [InlineData("modbus read input 0 1 --baud 9600", "--baud is for a serial line: name the line with --serial")]
    [InlineData("modbus scan --rs485", "--rs485 is for a serial line")]
    [InlineData("modbus read input 0 1 --serial /dev/ttyS0 --port 502", "--serial takes the place of --port")]
    [InlineData("modbus serve --serial /dev/ttyS0 --host 0.0.0.0", "--serial takes the place of --host")]
    [InlineData("modbus read input 0 1 --serial /dev/ttyS0 --transport udp", "--serial takes the place of --transport")]
    [InlineData("modbus read input 0 1 --transport sctp", "--transport must be tcp or udp, not 'sctp'")]
    [InlineData("modbus read input 0 1 --serial ", "--serial must be a device")]
    [InlineData("modbus read input 0 1 --serial /dev/ttyS0 --framing tcp", "--framing must be rtu or ascii on a serial line")]
    [InlineData("modbus read input 0 1 --serial /dev/ttyS0 --unit 0", "--unit 0 is all units of a serial line")]
    [InlineData("modbus write holding 0 1 --serial /dev/ttyS0 --parity mark", "--parity must be none, even or odd, not 'mark'")]
    [InlineData("modbus identify --serial /dev/ttyS0 --stop-bits 3", "--stop-bits must be 1 to 2, not 3")]
    [InlineData("modbus diagnose --serial /dev/ttyS0 --baud 49", "--baud must be 50 to 20000000, not 49")]
    [InlineData("modbus read input 0 1 --serial /dev/ttyS0 --data-bits 7", "--data-bits must be 8 with rtu and 7 or 8 with ascii, not 7")]
    [InlineData("modbus serve --serial /dev/ttyS0 --units 0,1", "--units 0 is all units of a serial line")]
    [InlineData("modbus read coils 0 1 --type float32", "coils and discrete inputs are bits")]
    [InlineData("modbus write holding 0 1e39 --type float32", "'1e39' is not a value of type float32")]
    [InlineData("modbus write holding 0 日本 --type string", "is not a value of type string")]
    [InlineData("modbus write holding 0  --type string", "'' is not a value of type string")]
    [InlineData("modbus write input 0 1", "can only be read")]
    [InlineData("modbus write holding 0 70000", "'70000' is not a value of type uint16")]
    [InlineData("modbus write coils 0 maybe", "A coil takes 0, 1, off or on")]
    [InlineData("modbus serve --set holding=1", "--set must be TABLE:ADDRESS=V")]
    [InlineData("modbus serve --units 1,300", "--units must be numbers from 0 to 255")]
    [InlineData("modbus serve --host nowhere", "--host must be an address of this machine")]
    [InlineData("modbus scan --units 1-300", "--units must be unit identifiers from 0 to 255")]
    [InlineData("modbus scan --units 5-2", "--units must be unit identifiers from 0 to 255")]
    [InlineData("modbus scan --units 1,,2", "--units must be unit identifiers from 0 to 255")]
    [InlineData("modbus scan --units 0-3 --framing ascii", "--units 0 is all units of a serial line")]
    [InlineData("modbus scan --timeout 0", "--timeout must be more than 0")]
    [InlineData("modbus identify --unit 256", "--unit must be 0 to 255")]
    [InlineData("modbus identify --code all", "--code must be basic, regular or extended, not 'all'")]
    [InlineData("modbus identify --object 256", "--object must be 0 to 255")]
    [InlineData("modbus identify --object 1 --code basic", "give one of the two")]
    [InlineData("modbus diagnose --unit 0 --framing rtu", "--unit 0 is all units of a serial line")]
    [InlineData("modbus diagnose --sub 70000", "--sub must be 0 to 65535")]
    [InlineData("modbus diagnose --value 1", "name it with --sub")]
    [InlineData("modbus diagnose --sub 0 --value 0x10000", "--value must be 0 to 65535")]
    [InlineData("plant --rate 0", "--rate must be 0.1 to 100")]
    [InlineData("plant --points -1", "--points must be 0 to")]
    [InlineData("demo --plant 127.0.0.1", "--plant must be HOST:PORT")]
    [InlineData("demo --plant ::1:502", "--plant must be HOST:PORT")]
    [InlineData("demo --data /", "--data must be a file")]
    [InlineData("demo --data /dev/null/demo.db", "--data must be a file")]
    [InlineData("demo --data ", "--data must be a file")]
    [InlineData("demo --influx http://me:secret@127.0.0.1:8086", "--influx must be a URL without user, password and query")]
    [InlineData("demo --influx influx", "--influx must be a URL")]
    [InlineData("demo --port 70000", "--port must be 0 to 65535")]
    [InlineData("conquer", "'conquer'")]
    [InlineData("modbus", "Required command was not provided")]
    public async Task WrongUsage_Exits2_WithOneSentenceOnStandardError(string arguments, string said)
    {
        (int code, string output, string error) = await ToolProcess.RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo --help")]
    [InlineData("plant --help")]
    [InlineData("modbus --help")]
    [InlineData("modbus read --help")]
    [InlineData("modbus write --help")]
    [InlineData("modbus serve --help")]
    [InlineData("modbus scan --help")]
    [InlineData("modbus identify --help")]
    [InlineData("modbus diagnose --help")]
    [InlineData("modbus decode --help")]
    [InlineData("modbus encode --help")]
    public async Task Help_IsThereOnEveryLevel(string arguments)
    {
        (int code, string output, _) = await ToolProcess.RunAsync(arguments.Split(' '));

        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyListening_Exits3_NamingTheTarget()
    {
        (int code, string output, string error) = await ToolProcess.RunAsync("modbus", "read", "input", "0", "1", "--port", "1");

        Assert.Equal(3, code);
        Assert.Empty(output);
        Assert.Equal("No connection to 127.0.0.1:1: Connection refused", error.TrimEnd());
    }

    [Theory]
    [InlineData("read input 0 1 --serial /dev/there-is-none", "No connection to /dev/there-is-none: it could not be opened: there is no such device.")]
    [InlineData("scan --serial /dev/null", "No connection to /dev/null: it is no serial line: the device does not know that.")]
    [InlineData("serve --serial /dev/there-is-none", "No connection to /dev/there-is-none: it could not be opened: there is no such device.")]
    public async Task NoSuchLine_Exits3_NamingIt(string arguments, string said)
    {
        (int code, string output, string error) = await ToolProcess.RunAsync(["modbus", .. arguments.Split(' ')]);

        Assert.Equal((3, "", said), (code, output, error.TrimEnd()));
    }

    [Fact]
    public async Task Serve_IsReadAndWritten_AndPrintsWhatIsWritten()
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--units", "1,2", "--set", "holding:10=1,2,3", "--set", "coils:0=1");
        string port = $"{await server.PortAsync()}";

        var read = await ToolProcess.RunAsync("modbus", "read", "holding", "10", "3", "--port", port, "--unit", "2");
        var write = await ToolProcess.RunAsync("modbus", "write", "holding", "0x20", "-1.5", "--type", "float32", "--order", "CDAB", "--port", port);
        var readBack = await ToolProcess.RunAsync("modbus", "read", "holding", "32", "1", "--type", "float32", "--order", "CDAB", "--port", port);
        var refused = await ToolProcess.RunAsync("modbus", "read", "coils", "0", "1", "--port", port, "--unit", "9");

        Assert.Equal([1, 2, 3], read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Value(line).GetInt32()));
        Assert.Equal(0, write.Code);
        Assert.Equal(-1.5, Value(readBack.Output).GetDouble());
        Assert.Equal((1, "Unit 9 refused ReadCoils at 0: GatewayPathUnavailable (0A)."), (refused.Code, refused.Error.TrimEnd()));
        Assert.Equal(0, Value((await server.ReadLineAsync())!).GetInt32()); // CDAB: the low word of -1.5 first
        Assert.Equal(0xBFC0, Value((await server.ReadLineAsync())!).GetInt32());
    }

    [Theory]
    [InlineData("rtu")]
    [InlineData("ascii")]
    public async Task Serve_InAnotherFraming_IsReadAndWrittenInIt(string framing)
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--framing", framing, "--set", "holding:10=1,2,3");
        string port = $"{await server.PortAsync()}";

        var write = await ToolProcess.RunAsync("modbus", "write", "holding", "11", "7", "--port", port, "--framing", framing);
        var read = await ToolProcess.RunAsync("modbus", "read", "holding", "10", "3", "--port", port, "--framing", framing);
        var inTcp = await ToolProcess.RunAsync("modbus", "read", "holding", "10", "--port", port, "--timeout", "0.2");

        Assert.Equal(0, write.Code);
        Assert.Equal([1, 7, 3], read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Value(line).GetInt32()));
        Assert.Equal(3, inTcp.Code);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("rtu")]
    [InlineData("ascii")]
    public async Task Serve_OverUdp_IsReadAndWritten(string framing)
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--transport", "udp", "--framing", framing, "--set", "holding:10=1,2,3");
        string[] target = ["--port", $"{await server.PortAsync()}", "--transport", "udp", "--framing", framing];

        var write = await ToolProcess.RunAsync(["modbus", "write", "holding", "11", "7", .. target]);
        var read = await ToolProcess.RunAsync(["modbus", "read", "holding", "10", "3", .. target]);
        var nobody = await ToolProcess.RunAsync("modbus", "read", "holding", "10", "3", "--port", "1", "--transport", "udp");

        Assert.Equal((0, 0, 3), (write.Code, read.Code, nobody.Code));
        Assert.Equal([1, 7, 3], read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Value(line).GetInt32()));
    }

    [Fact]
    public async Task Json_HasTheFieldsOfTheContract()
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0", "--set", "input:5=513");
        string port = $"{await server.PortAsync()}";

        (_, string output, _) = await ToolProcess.RunAsync("modbus", "read", "input", "5", "1", "--port", port);

        using var row = JsonDocument.Parse(output);
        Assert.Equal(["table", "address", "type", "value", "time"], row.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("input", row.RootElement.GetProperty("table").GetString());
        Assert.Equal(5, row.RootElement.GetProperty("address").GetInt32());
        Assert.Equal("uint16", row.RootElement.GetProperty("type").GetString());
        Assert.Equal(513, row.RootElement.GetProperty("value").GetInt32());
        Assert.EndsWith("Z", row.RootElement.GetProperty("time").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 0)]
    [InlineData("HUP", 0)]
    public async Task Server_Signalled_EndsInOrder(string signal, int expected)
    {
        await using ToolProcess server = ToolProcess.Start("plant", "--port", "0");
        await server.PortAsync();

        server.Signal(signal);

        Assert.Equal(expected, await server.ExitAsync());
    }

    [Theory]
    [InlineData("write coils 0 off --unit 2")]
    [InlineData("write holding 0 1 --unit 6")]
    [InlineData("read input 20 1 --unit 1")]
    public async Task Plant_AskedForWhatItDoesNotHave_Refuses(string arguments)
    {
        await using ToolProcess plant = ToolProcess.Start("plant", "--port", "0");
        string port = $"{await plant.PortAsync()}";

        (int code, _, string error) = await ToolProcess.RunAsync(["modbus", .. arguments.Split(' '), "--port", port]);

        Assert.Equal(1, code);
        Assert.Contains("IllegalDataAddress (02)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortTaken_SaysSo()
    {
        await using ToolProcess first = ToolProcess.Start("plant", "--port", "0");
        string port = $"{await first.PortAsync()}";

        (int code, _, string error) = await ToolProcess.RunAsync("plant", "--port", port);

        Assert.Equal(3, code);
        Assert.Contains($"127.0.0.1:{port}", error, StringComparison.Ordinal);
        Assert.Contains("in use", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DemoOnAPortTaken_SaysSoInOneSentence()
    {
        await using ToolProcess first = ToolProcess.Start("plant", "--port", "0");
        string port = $"{await first.PortAsync()}";
        string data = Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.db");

        (int code, _, string error) = await ToolProcess.RunAsync("demo", "--port", port, "--data", data);

        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(data) + "*"))
            File.Delete(file);
        Assert.Equal(3, code);
        Assert.Equal($"Cannot listen on 127.0.0.1:{port}: Address already in use", error.TrimEnd());
    }

    [Fact]
    public async Task Watch_WhoseReaderIsGone_Ends()
    {
        await using ToolProcess server = ToolProcess.Start("modbus", "serve", "--port", "0");
        string port = $"{await server.PortAsync()}";
        await using ToolProcess watch = ToolProcess.Start("modbus", "read", "holding", "0", "1", "--watch", "1ms", "--port", port);
        await watch.ReadLineAsync();

        watch.CloseOutput();

        Assert.Equal(0, await watch.ExitAsync());
    }

    [Fact]
    public async Task TwoDemosOnOneDataFile_TheSecondIsRefused()
    {
        string data = Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.db");
        await using ToolProcess first = ToolProcess.Start("demo", "--port", "0", "--data", data);
        await first.PortAsync();

        (int code, _, string error) = await ToolProcess.RunAsync("demo", "--port", "0", "--data", data);

        first.Signal("TERM");
        await first.ExitAsync();
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(data) + "*"))
            File.Delete(file);
        Assert.Equal(2, code);
        Assert.StartsWith("--data must be a file that no other demo keeps its history in", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DemoWhoseInfluxIsAway_EndsWhenAsked()
    {
        string data = Path.Combine(Path.GetTempPath(), $"busbar-{Guid.NewGuid():N}.db");
        await using ToolProcess demo = ToolProcess.Start("demo", "--port", "0", "--data", data, "--influx", "http://127.0.0.1:1");
        await demo.PortAsync();

        demo.Signal("TERM");

        Assert.Equal(0, await demo.ExitAsync());
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(data) + "*"))
            File.Delete(file);
    }

    private static JsonElement Value(string line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.GetProperty("value").Clone();
    }
}
