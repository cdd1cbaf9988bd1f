using System.Net;
using BenchmarkDotNet.Attributes;
using Busbar.Modbus;

namespace Busbar.Benchmarks.Modbus;

/// <summary>A generated map of eight values, read over loopback in its two requests, beside the same requests decoded by hand.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Modbus")]
public class RegisterMapBenchmarks
{
    private readonly byte[] _inputs = new byte[28];
    private readonly byte[] _holdings = new byte[10];
    private readonly BenchmarkMeter _meter = new();
    private ModbusServer _server = null!;
    private ModbusClient _client = null!;
    private double _sum;

    // The dry run's toolchain does not await what a setup returns.
    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Cleanup() => CleanupAsync().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public async Task ByHand()
    {
        ValueTask inputs = _client.ReadInputRegistersAsync(1, 0, _inputs);
        ValueTask holdings = _client.ReadHoldingRegistersAsync(1, 100, _holdings);
        await inputs;
        await holdings;
        _sum = RegisterValue.Read<float>(_inputs) + RegisterValue.Read<float>(_inputs.AsSpan(4)) + RegisterValue.Read<float>(_inputs.AsSpan(8))
            + RegisterValue.Read<float>(_inputs.AsSpan(24)) + (RegisterValue.Read<short>(_holdings) / 10d) + RegisterValue.Read<ushort>(_holdings.AsSpan(2))
            + RegisterValue.Read<int>(_holdings.AsSpan(4)) + ((RegisterValue.Read<ushort>(_holdings.AsSpan(8)) & 1) != 0 ? 1 : 0);
    }

    [Benchmark]
    public async Task ByMap()
    {
        await _meter.ReadAsync(_client, unit: 1);
        _sum = _meter.VoltageL1 + _meter.VoltageL2 + _meter.VoltageL3 + _meter.Power + _meter.Setpoint + _meter.Step + _meter.Energy + (_meter.Tripped ? 1 : 0);
    }

    private async Task SetupAsync()
    {
        _server = new ModbusServer();
        _server.AddUnit(1);
        await _server.ListenAsync(IPEndPoint.Parse("127.0.0.1:0"));
        _client = await ModbusClient.ConnectAsync("127.0.0.1", _server.LocalEndPoint!.Port, new ModbusClientOptions { MaxInFlight = 16 });
    }

    private async Task CleanupAsync()
    {
        GC.KeepAlive(_sum);
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }
}
