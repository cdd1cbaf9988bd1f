using System.Net;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>Tables over memory of the user's own, and handlers in front of tables.</summary>
public sealed class UserMemoryTests : IAsyncDisposable
{
    private readonly ModbusServer _server = new();
    private readonly RecordingLogger _logger = new();
    private ModbusClient? _client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Words_AreReadAndWrittenWhereTheyAre()
    {
        ushort[] inputs = [1, 2, 0xABCD];
        var holding = new ushort[10];
        ModbusUnit unit = _server.AddUnit(1, new() { InputRegisterMemory = inputs, HoldingRegisterMemory = holding.AsMemory(2, 5) });
        ModbusClient client = await ConnectAsync();

        await client.WriteMultipleRegistersAsync(1, 1, new ushort[] { 0x1234, 7 }, Token);
        await client.MaskWriteRegisterAsync(1, 1, 0xFF00, 0x0056, Token);
        inputs[0] = 99;
        unit.HoldingRegisters.Write(3, 1.5f);

        Assert.Equal([99, 2, 0xABCD], await client.ReadInputRegistersAsync(1, 0, 3, Token));
        Assert.Equal([0, 0, 0, 0x1256, 7, 0x3FC0, 0, 0, 0, 0], holding);
        Assert.Equal([0x1256, 7], await client.ReadHoldingRegistersAsync(1, 1, 2, Token));
        Assert.Equal(1.5f, unit.HoldingRegisters.Read<float>(3));
        Assert.Equal((5, 3), (unit.HoldingRegisters.Count, unit.InputRegisters.Count));
        await Assert.ThrowsAsync<ModbusServerException>(() => client.ReadHoldingRegistersAsync(1, 4, 2, Token).AsTask());
        Assert.Throws<ArgumentOutOfRangeException>(() => unit.HoldingRegisters.Write(4, 1.5f));
    }

    [Fact]
    public async Task Octets_AreRegistersAsTheyTravel()
    {
        byte[] octets = [0x12, 0x34, 0, 0];
        ModbusUnit unit = _server.AddUnit(1, new() { HoldingRegisterMemory = octets });
        ModbusClient client = await ConnectAsync();

        await client.WriteSingleRegisterAsync(1, 1, 0xABCD, Token);

        Assert.Equal([0x1234, 0xABCD], await client.ReadHoldingRegistersAsync(1, 0, 2, Token));
        Assert.Equal([0x12, 0x34, 0xAB, 0xCD], octets);
        var read = new ushort[2];
        unit.HoldingRegisters.Read(0, read);
        unit.HoldingRegisters.Write(0, [(ushort)1]);
        Assert.Equal([0x1234, 0xABCD], read);
        Assert.Equal([0, 1, 0xAB, 0xCD], octets);
    }

    [Fact]
    public async Task Bits_AreBoolsOrPacked()
    {
        var coils = new bool[12];
        byte[] inputs = [0b1000_0001, 0b0000_0001];
        ModbusUnit unit = _server.AddUnit(1, new() { CoilMemory = coils, DiscreteInputMemory = inputs });
        ModbusClient client = await ConnectAsync();

        await client.WriteMultipleCoilsAsync(1, 2, new[] { true, false, true, true, true, true, true, true, true }, Token);
        await client.WriteSingleCoilAsync(1, 3, true, Token);
        unit.DiscreteInputs[1] = true;
        unit.Coils[0] = true;

        Assert.Equal(new[] { true, false, true, true, true, true, true, true, true, true, true, false }, coils);
        Assert.Equal(new[] { false, true, true, true, true, true, true, true, true, true, false }, await client.ReadCoilsAsync(1, 1, 11, Token));
        Assert.Equal(new[] { true, true, false, false, false, false, false, true, true }, await client.ReadDiscreteInputsAsync(1, 0, 9, Token));
        Assert.Equal(0b1000_0011, inputs[0]);
        Assert.Equal((12, 16), (unit.Coils.Count, unit.DiscreteInputs.Count));
        Assert.Equal((true, false), (unit.Coils[0], unit.Coils[1]));
    }

    [Fact]
    public void ReadOfWords_AllocatesNothing()
    {
        ModbusUnit unit = _server.AddUnit(1, new() { HoldingRegisterMemory = new ushort[200], CoilMemory = new bool[2000] });
        byte[] registers = Hex.Parse("03 0000 007D");
        byte[] coils = Hex.Parse("01 0000 07D0");
        var answer = new byte[ModbusLimits.MaxPduLength];

        Assert.Equal(0, Allocations.OfThisThread(() =>
        {
            unit.Answer(registers, answer);
            unit.Answer(coils, answer);
        }));
    }

    [Fact]
    public void WrongMemory_Throws()
    {
        Assert.Throws<ArgumentException>(() => new RegisterMemory(new byte[3].AsMemory()));
        Assert.Throws<ArgumentOutOfRangeException>(() => _server.AddUnit(1, new() { HoldingRegisterMemory = new ushort[65_537] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _server.AddUnit(1, new() { CoilMemory = new byte[8_193] }));
    }

    [Fact]
    public async Task ReadHandler_BringsTheTableUpToDate_InOneStepWithTheRead()
    {
        ModbusUnit unit = _server.AddUnit(1);
        var seen = new List<ModbusRead>();
        unit.OnRead((in read) =>
        {
            seen.Add(read);
            if (read.Table == ModbusTable.InputRegisters)
                unit.InputRegisters.Write(read.Address, (ushort)(100 + read.Address));
            if (read.Table == ModbusTable.DiscreteInputs)
                unit.DiscreteInputs[read.Address] = true;
            return read.Address == 9 ? ModbusExceptionCode.ServerDeviceBusy : ModbusExceptionCode.None;
        });
        ModbusClient client = await ConnectAsync();

        Assert.Equal([105, 0], await client.ReadInputRegistersAsync(1, 5, 2, Token));
        Assert.Equal(new[] { true }, await client.ReadDiscreteInputsAsync(1, 3, 1, Token));
        await RefusedAsync(() => client.ReadHoldingRegistersAsync(1, 9, 1, Token).AsTask(), ModbusExceptionCode.ServerDeviceBusy);
        await RefusedAsync(() => client.ReadCoilsAsync(1, 9, 1, Token).AsTask(), ModbusExceptionCode.ServerDeviceBusy);
        await RefusedAsync(() => client.ReadWriteMultipleRegistersAsync(1, 9, 1, 0, new ushort[] { 1 }, Token).AsTask(), ModbusExceptionCode.ServerDeviceBusy);
        Assert.Equal(new ModbusRead(1, ModbusTable.InputRegisters, 5, 2), seen[0]);
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task WritingHandler_RefusesBeforeAnythingChanges_WhateverTheFunction()
    {
        ModbusUnit unit = _server.AddUnit(1);
        unit.OnWriting(static (in write) => write.Table == ModbusTable.HoldingRegisters && write.Register(0) > 100 ? ModbusExceptionCode.IllegalDataValue : ModbusExceptionCode.None);
        unit.OnWriting(static (in write) => write.Table == ModbusTable.Coils && write.Coil(0) ? ModbusExceptionCode.IllegalDataValue : ModbusExceptionCode.None);
        int told = 0;
        unit.OnWrite((in _) => told++);
        ModbusClient client = await ConnectAsync();

        await client.WriteSingleRegisterAsync(1, 0, 100, Token);
        await RefusedAsync(() => client.WriteSingleRegisterAsync(1, 0, 101, Token).AsTask(), ModbusExceptionCode.IllegalDataValue);
        await RefusedAsync(() => client.WriteMultipleRegistersAsync(1, 0, new ushort[] { 101, 1 }, Token).AsTask(), ModbusExceptionCode.IllegalDataValue);
        await RefusedAsync(() => client.MaskWriteRegisterAsync(1, 0, 0x00FF, 0x8000, Token).AsTask(), ModbusExceptionCode.IllegalDataValue);
        await RefusedAsync(() => client.ReadWriteMultipleRegistersAsync(1, 0, 1, 0, new ushort[] { 101 }, Token).AsTask(), ModbusExceptionCode.IllegalDataValue);
        await RefusedAsync(() => client.WriteSingleCoilAsync(1, 0, true, Token).AsTask(), ModbusExceptionCode.IllegalDataValue);
        await RefusedAsync(() => client.WriteMultipleCoilsAsync(1, 0, new[] { true, true }, Token).AsTask(), ModbusExceptionCode.IllegalDataValue);
        await client.WriteMultipleCoilsAsync(1, 0, new[] { false, true }, Token);

        Assert.Equal((100, false, true), (unit.HoldingRegisters[0], unit.Coils[0], unit.Coils[1]));
        Assert.Equal(2, told);
    }

    [Fact]
    public async Task HandlersThatThrow_AreNamed_AndAnsweredWithFailure()
    {
        await using var server = new ModbusServer(new() { Logger = _logger });
        ModbusUnit unit = server.AddUnit(1);
        unit.OnRead(static (in _) => throw new InvalidOperationException("read"));
        unit.OnWriting(static (in _) => throw new InvalidOperationException("write"));
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), Token);
        await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port, Token);

        await RefusedAsync(() => client.ReadHoldingRegistersAsync(1, 0, 1, Token).AsTask(), ModbusExceptionCode.ServerDeviceFailure);
        await RefusedAsync(() => client.WriteSingleRegisterAsync(1, 0, 1, Token).AsTask(), ModbusExceptionCode.ServerDeviceFailure);

        Assert.Equal([207, 200], _logger.Entries.Where(entry => entry.Id.Id is 207 or 200).Select(entry => entry.Id.Id));
        Assert.Equal(0, unit.HoldingRegisters[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListenOnlyMode_IsRefusedWhereItIsToBe(bool refuses)
    {
        await using var server = new ModbusServer(new() { RefuseListenOnlyMode = refuses });
        ModbusUnit unit = server.AddUnit(1);
        await server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), Token);
        await using ModbusClient client = await ModbusClient.ConnectAsync("127.0.0.1", server.LocalEndPoint!.Port, Token);

        await client.ForceListenOnlyModeAsync(1, Token); // done once it is sent
        while (server.Statistics.Requests == 0)
            await Task.Yield();

        Assert.Equal(!refuses, unit.IsListenOnly);
        if (!refuses)
            return;
        await client.DiagnoseAsync(1, DiagnosticSubFunction.ClearCounters, cancellationToken: Token); // the others are as ever
        Assert.Equal(1, server.Statistics.Exceptions);
    }

    [Fact]
    public async Task Counters_OfReads_AreThoseOfOtherRequests()
    {
        ModbusUnit unit = _server.AddUnit(1, new() { HoldingRegisters = 10 });
        ModbusClient client = await ConnectAsync();

        await client.ReadHoldingRegistersAsync(1, 0, 1, Token);
        await RefusedAsync(() => client.ReadHoldingRegistersAsync(1, 10, 1, Token).AsTask(), ModbusExceptionCode.IllegalDataAddress);
        await client.WriteSingleRegisterAsync(1, 0, 1, Token);
        CommEventLog log = await client.GetCommEventLogAsync(1, Token);

        Assert.Equal((4, 1, 3), (unit.Statistics.Messages, unit.Statistics.Exceptions, unit.Statistics.Events));
        Assert.Equal([0x80, 0x40, 0x80, 0x41, 0x80, 0x40, 0x80], log.Events.ToArray());
    }

    private static async Task RefusedAsync(Func<Task> request, ModbusExceptionCode code)
    {
        ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(request);
        Assert.Equal(code, refused.ExceptionCode);
    }

    private async Task<ModbusClient> ConnectAsync()
    {
        await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0), Token);
        return _client = await ModbusClient.ConnectAsync("127.0.0.1", _server.LocalEndPoint!.Port, Token);
    }
}
