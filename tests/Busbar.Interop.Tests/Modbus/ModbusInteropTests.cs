using System.Diagnostics;
using System.Globalization;
using System.Net;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>Our server asked, and servers answered to our client, by the implementations of others.</summary>
public sealed class ModbusInteropTests : IAsyncDisposable
{
    private readonly ModbusServer _server = new();
    private readonly ModbusUnit _unit;

    public ModbusInteropTests() => _unit = _server.AddUnit(1);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Mbpoll_ReadsEachTableOfOurServer()
    {
        _unit.HoldingRegisters.Write(100, [(ushort)11, (ushort)22, (ushort)65_535]);
        _unit.InputRegisters.Write(0, 230.5f);
        _unit.Coils.Write(7, [true, false, true]);
        _unit.DiscreteInputs.Write(3, [true, true, false, true]);

        Assert.Equal(["11", "22", "65535"], MbpollOutput.Values(await MbpollAsync("-r", "100", "-c", "3", "-t", "4", "-1")));
        Assert.Equal(["230.5"], MbpollOutput.Values(await MbpollAsync("-r", "0", "-c", "1", "-t", "3:float", "-B", "-1")));
        Assert.Equal(["1", "0", "1"], MbpollOutput.Values(await MbpollAsync("-r", "7", "-c", "3", "-t", "0", "-1")));
        Assert.Equal(["1", "1", "0", "1"], MbpollOutput.Values(await MbpollAsync("-r", "3", "-c", "4", "-t", "1", "-1")));
    }

    [Fact]
    public async Task Mbpoll_WritesToOurServer()
    {
        var changes = new List<string>();
        _unit.OnWrite(change => changes.Add(change.ToString()));

        await MbpollAsync("-r", "200", "-t", "4", "--", "5", "6", "7");
        await MbpollAsync("-r", "210", "-t", "4", "--", "42");
        await MbpollAsync("-r", "220", "-t", "4:float", "-B", "--", "-2.5");
        await MbpollAsync("-r", "9", "-t", "0", "--", "1", "0", "1");
        await MbpollAsync("-r", "20", "-t", "0", "--", "1");

        Assert.Equal(
            [
                "unit 1: HoldingRegisters from 200 = 5, 6, 7", "unit 1: HoldingRegisters from 210 = 42", "unit 1: HoldingRegisters from 220 = 49184, 0",
                "unit 1: Coils from 9 = on, off, on", "unit 1: Coils from 20 = on",
            ],
            changes);
        Assert.Equal(-2.5f, _unit.HoldingRegisters.Read<float>(220));
    }

    [Fact]
    public async Task PymodbusClient_ReadsAndWritesOurServer()
    {
        for (ushort i = 0; i < 125; i++)
            _unit.InputRegisters[i] = i;
        _unit.DiscreteInputs.Write(2, [true, false, false, true]);

        string output = await ModbusPeers.PymodbusAsync("pymodbus_client.py", await ListenAsync());

        Assert.Equal(
            [
                "coils ok", "coil ok", "coils [1, 1, 1, 1, 0, 0, 0, 0, 1]", "inputs [1, 0, 0, 1]", "registers ok", "register ok",
                "registers [1, 777, 65535]", "inputs 7750", "beyond 2", "nobody 10",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(777, _unit.HoldingRegisters[101]);
    }

    [Fact]
    public async Task PymodbusServer_IsReadAndWrittenByOurClient()
    {
        (Process process, int port) = await ModbusPeers.StartPymodbusServerAsync("pymodbus_server.py");
        try
        {
            var patient = new ModbusClientOptions { ResponseTimeout = TimeSpan.FromSeconds(60), Reconnect = new() { ConnectTimeout = TimeSpan.FromSeconds(60) } };
            await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", port, patient);

            await client.WriteMultipleRegistersAsync(1, 10, new ushort[] { 1, 2, 3 });
            await client.WriteSingleRegisterAsync(1, 11, 500);
            await client.WriteMultipleRegistersAsync(1, 20, -123_456_789, RegisterOrder.CDAB);
            await client.WriteMultipleCoilsAsync(1, 3, new[] { true, false, true, true, false, false, false, false, true });
            await client.WriteSingleCoilAsync(1, 4, true);
            float voltage = await client.ReadInputRegistersAsync<float>(1, 0);
            ushort[] inputs = await client.ReadInputRegistersAsync(1, 50, 125);
            ushort[] registers = await client.ReadHoldingRegistersAsync(1, 10, 3);
            int wide = await client.ReadHoldingRegistersAsync<int>(1, 20, RegisterOrder.CDAB);
            bool[] coils = await client.ReadCoilsAsync(1, 3, 9);
            bool[] discrete = await client.ReadDiscreteInputsAsync(1, 0, 6);
            ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 199, 2).AsTask());

            Assert.Equal(230.1f, voltage);
            Assert.Equal(Enumerable.Range(50, 125).Select(i => (ushort)i), inputs);
            Assert.Equal(new ushort[] { 1, 500, 3 }, registers);
            Assert.Equal(-123_456_789, wide);
            Assert.Equal(new[] { true, true, true, true, false, false, false, false, true }, coils);
            Assert.Equal(new[] { true, false, true, true, true, false }, discrete);
            Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.ExceptionCode);
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    private async Task<string> MbpollAsync(params string[] arguments) =>
        await ModbusPeers.MbpollAsync(["-m", "tcp", "-p", await ListenAsync(), "-a", "1", "-0", "127.0.0.1", .. arguments]);

    private async Task<string> ListenAsync()
    {
        if (_server.LocalEndPoint is null)
            await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        return _server.LocalEndPoint!.Port.ToString(CultureInfo.InvariantCulture);
    }
}
