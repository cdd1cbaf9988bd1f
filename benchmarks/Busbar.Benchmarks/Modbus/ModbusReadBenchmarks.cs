using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using Busbar.Modbus;
using Busbar.Sockets;

namespace Busbar.Benchmarks.Modbus;

/// <summary>
/// A read of ten registers over loopback, one at a time and sixteen in flight, beside asynchronous sockets that send the same
/// octets and look at nothing. Pin the run to one core (<c>taskset -c 0</c>): otherwise where the threads happen to land decides.
/// </summary>
[MemoryDiagnoser]
[BenchmarkCategory("Modbus")]
public class ModbusReadBenchmarks
{
    private const int Operations = 256;
    private const int Registers = 10;
    private readonly byte[] _requests = new byte[16 * RawResponder.RequestLength];
    private readonly byte[] _answers = new byte[16 * RawResponder.AnswerLength];
    private readonly ushort[][] _registers = [.. Enumerable.Range(0, 16).Select(_ => new ushort[Registers])];
    private readonly ValueTask[] _reads = new ValueTask[16];
    private RawResponder _responder = null!;
    private ModbusServer _server = null!;
    private Socket _socket = null!;
    private ModbusClient _toResponder = null!;
    private ModbusClient _toServer = null!;

    [Params(1, 16)]
    public int InFlight { get; set; }

    // The dry run's toolchain does not await what a setup returns.
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Cleanup() => CleanupAsync().GetAwaiter().GetResult();

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public async Task RawSockets()
    {
        Memory<byte> answers = _answers.AsMemory(0, InFlight * RawResponder.AnswerLength);
        for (int i = 0; i < Operations; i += InFlight)
        {
            await _socket.SendAsync(_requests.AsMemory(0, InFlight * RawResponder.RequestLength));
            for (int received = 0; received < answers.Length;)
                received += await _socket.ReceiveAsync(answers[received..]);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task ClientAndRawResponder() => ReadAsync(_toResponder);

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task ClientAndServer() => ReadAsync(_toServer);

    private async Task SetupAsync()
    {
        _responder = new RawResponder();
        _server = new ModbusServer();
        _server.AddUnit(1);
        await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));

        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(_responder.EndPoint);
        for (int i = 0; i < 16; i++)
            MbapCodec.Encode(_requests.AsSpan(i * RawResponder.RequestLength), (ushort)i, 1, [3, 0, 0, 0, Registers]);

        _toResponder = await ConnectAsync(_responder.EndPoint.Port);
        _toServer = await ConnectAsync(_server.LocalEndPoint!.Port);
    }

    private async Task CleanupAsync()
    {
        _socket.Dispose();
        await _toResponder.DisposeAsync();
        await _toServer.DisposeAsync();
        await _server.DisposeAsync();
        await _responder.DisposeAsync();
    }

    private async Task ReadAsync(ModbusClient client)
    {
        for (int i = 0; i < Operations; i += InFlight)
        {
            for (int read = 0; read < InFlight; read++)
                _reads[read] = client.ReadHoldingRegistersAsync(1, 0, _registers[read].AsMemory());
            for (int read = 0; read < InFlight; read++)
                await _reads[read];
        }
    }

    private async Task<ModbusClient> ConnectAsync(int port)
    {
        // The deadline stays out of the way of a debugger and of a busy machine; nothing here is to time out.
        var client = new ModbusClient(TcpConnector.To("127.0.0.1", port), new() { MaxInFlight = InFlight, ResponseTimeout = TimeSpan.FromMinutes(1) });
        await client.OpenAsync();
        return client;
    }
}
