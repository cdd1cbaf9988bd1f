using Busbar.Modbus.Tests.Frames;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Client;

/// <summary>What a client does by its options: repeating, broadcasting, gateways that renumber; and what it refuses before it sends.</summary>
public sealed class ClientPolicyTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();
    private readonly List<ModbusClient> _clients = [];

    public async ValueTask DisposeAsync()
    {
        foreach (ModbusClient client in _clients)
            await client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task Write_WhenAllowed_IsRepeated()
    {
        ModbusClient client = Client(new() { WriteRetries = 1 });
        Task write = client.WriteSingleRegisterAsync(1, 9, 7).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 06 0009 0007");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _peer.ExpectsAsync("0002 0000 0006 01 06 0009 0007");
        await _peer.RepliesAsync("0002 0000 0006 01 06 0009 0007");

        await write;
        Assert.Equal(1, client.Statistics.Retries);
    }

    [Fact]
    public async Task MaskWrite_IsNeverRepeated()
    {
        ModbusClient client = Client(new() { WriteRetries = 3 });
        Task write = client.MaskWriteRegisterAsync(1, 9, 0, 7).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0008 01 16 0009 0000 0007");
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<ModbusTimeoutException>(() => write);
        Assert.Equal(1, client.Statistics.Requests);
    }

    [Fact]
    public async Task Broadcast_ByTcp_IsDoneOnceItIsSent_WhenUnitZeroIsAll()
    {
        ModbusClient client = Client(new() { BroadcastToUnitZero = true });
        Task write = client.WriteSingleRegisterAsync(0, 9, 7).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 00 06 0009 0007");
        await write;
        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0005 0001");
        await _peer.RepliesAsync("0001 0000 0006 00 06 0009 0007" + "0002 0000 0005 01 03 02 00 2A"); // somebody answers all the same

        Assert.Equal([42], await next);
        Assert.Equal(1, client.Statistics.UnknownAnswers);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = client.ReadHoldingRegistersAsync(0, 5, 1); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = client.ReadExceptionStatusAsync(0); });
    }

    [Fact]
    public async Task Broadcasts_ByTcp_AreNeverTooMany()
    {
        ModbusClient client = Client(new() { BroadcastToUnitZero = true });
        await client.OpenAsync();
        await _peer.AcceptAsync();
        for (int i = 0; i < AbandonedIds.Limit + 1; i++)
        {
            await client.WriteSingleCoilAsync(0, 0, true);
            await _peer.ReadAsync(12);
        }

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        await _peer.ExpectsAsync("4002 0000 0006 01 03 0005 0001");
        await _peer.RepliesAsync("4002 0000 0005 01 03 02 00 2A");

        Assert.Equal([42], await next);
        Assert.Equal(1, _peer.Attempts);
    }

    [Fact]
    public async Task UnitZero_ByTcp_IsAwaitedOtherwise()
    {
        ModbusClient client = Client(new());
        Task write = client.WriteSingleRegisterAsync(0, 9, 7).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 00 06 0009 0007");
        Assert.False(write.IsCompleted);
        await _peer.RepliesAsync("0001 0000 0006 00 06 0009 0007");

        await write;
    }

    [Fact(Timeout = 30_000)]
    public async Task ListenOnly_OnALine_TakesTheTurnaroundDelay()
    {
        ModbusClient client = Client(new() { Framing = ModbusFraming.Rtu });
        Task listen = client.ForceListenOnlyModeAsync(7).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu.Rtu(7, "0800040000")));
        await listen;
        Task<byte> next = client.ReadExceptionStatusAsync(1).AsTask();
        long sentBefore = client.Statistics.Requests;
        await _time.NextTimerAsync(TimeSpan.FromMilliseconds(200));
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await _peer.ExpectsAsync(Convert.ToHexString(Adu.Rtu(1, "07")));
        await _peer.RepliesAsync(Adu.Rtu(1, "0711"));

        Assert.Equal(0x11, await next);
        Assert.Equal(1, sentBefore);
    }

    [Fact]
    public async Task Relaxed_TakesTheAnswerWhateverItsNumber()
    {
        ModbusClient client = Client(new() { RelaxedTransactionIds = true });
        Task<ushort[]> read = await FirstReadAsync(client);
        await _peer.RepliesAsync("0000 0000 0005 01 03 02 00 07");
        Assert.Equal([7], await read);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0002 0000 0005 01 03 02 00 08");
        Assert.Equal([8], await next);
    }

    [Fact]
    public async Task Relaxed_TimedOut_ConnectsAgain_SoThatTheLateAnswerReachesNobody()
    {
        ModbusClient client = Client(new() { RelaxedTransactionIds = true, ReadRetries = 0 });
        Task<ushort[]> read = await FirstReadAsync(client);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);
        await _peer.ExpectsEndAsync();

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0000 0000 0005 01 03 02 00 09");

        Assert.Equal([9], await next);
    }

    [Fact]
    public async Task Relaxed_TimedOut_IsRepeatedOnTheNextConnection()
    {
        ModbusClient client = Client(new() { RelaxedTransactionIds = true, ReadRetries = 1 });
        Task<ushort[]> read = await FirstReadAsync(client);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0000 0000 0005 01 03 02 00 09");

        Assert.Equal([9], await read);
    }

    [Fact]
    public async Task Relaxed_Cancelled_ItsAnswerIsDropped()
    {
        ModbusClient client = Client(new() { RelaxedTransactionIds = true, ReadRetries = 0 });
        using var cancellation = new CancellationTokenSource();
        Task<ushort[]> read = await FirstReadAsync(client, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.RepliesAsync("0000 0000 0005 01 03 02 FF FF");
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0000 0000 0005 01 03 02 00 09");

        Assert.Equal([9], await next);
        Assert.Equal(1, client.Statistics.LateAnswers);
    }

    [Fact]
    public async Task Relaxed_AnsweredByAnotherUnit_ConnectsAgain()
    {
        ModbusClient client = Client(new() { RelaxedTransactionIds = true, ReadRetries = 0 });
        Task<ushort[]> read = await FirstReadAsync(client);
        await _peer.RepliesAsync("0000 0000 0005 02 03 02 00 07");

        await Assert.ThrowsAsync<ModbusProtocolException>(() => read);
        await _peer.ExpectsEndAsync();
    }

    [Fact]
    public void Relaxed_WithSeveralInFlight_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModbusClient(_peer, new() { RelaxedTransactionIds = true, MaxInFlight = 2 }));

    [Fact]
    public void NumbersOutsideTheirRanges_ThrowAtTheCall()
    {
        ModbusClient client = Client(new());
        Throws(() => client.ReadExceptionStatusAsync(256).AsTask());
        Throws(() => client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, new byte[1]).AsTask());
        Throws(() => client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, new byte[251]).AsTask());
        Throws(() => client.ReadFileRecordAsync(1, 0, 0, 1).AsTask());
        Throws(() => client.ReadFileRecordAsync(1, 1, 10_000, 1).AsTask());
        Throws(() => client.ReadFileRecordAsync(1, 1, 0, 122).AsTask());
        Throws(() => client.ReadFileRecordsAsync(1, new FileRecordRange[36]).AsTask());
        Throws(() => client.ReadFileRecordsAsync(1, new FileRecordRange[] { new(1, 0, 60), new(1, 60, 61) }).AsTask());
        Throws(() => client.WriteFileRecordAsync(1, 1, 0, new ushort[123]).AsTask());
        Throws(() => client.WriteFileRecordsAsync(1, new FileRecordRange[] { new(1, 0, 2) }, new ushort[1]).AsTask());
        Throws(() => client.ReadWriteMultipleRegistersAsync(1, 0, 126, 0, new ushort[1]).AsTask());
        Throws(() => client.ReadWriteMultipleRegistersAsync(1, 0, 1, 0, new ushort[122]).AsTask());
        Throws(() => client.ReadFifoQueueAsync(1, 0, new ushort[30]).AsTask());
        Throws(() => client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Individual).AsTask());
        Throws(() => client.SendEncapsulatedAsync(1, MeiType.CanopenGeneralReference, new byte[252]).AsTask());
        Throws(() => client.SendAsync(1, ReadOnlyMemory<byte>.Empty).AsTask());
        Throws(() => client.SendAsync(1, new byte[] { 0x83 }).AsTask());
        Throws(() => client.SendAsync(1, new byte[] { 0x41 }, new byte[252]).AsTask());
        Throws(() => client.ReadBitAsync(1, ModbusAddress.Parse("40001"), 16).AsTask());
        Throws(() => client.ReadAsync<float>(1, ModbusAddress.Parse("00001")).AsTask());
        Throws(() => client.ReadAsync(1, ModbusAddress.Parse("40001"), new double[32].AsMemory()).AsTask());
        Throws(() => client.WriteAsync<float>(1, ModbusAddress.Parse("30001"), 1).AsTask());
        Throws(() => client.WriteStringAsync(1, ModbusAddress.Parse("40001"), "abc", 1).AsTask());
        Assert.Equal(0, _peer.Attempts);
    }

    [Theory]
    [InlineData("40001", ModbusTable.HoldingRegisters, 0)]
    [InlineData("400001", ModbusTable.HoldingRegisters, 0)]
    [InlineData("465536", ModbusTable.HoldingRegisters, 65_535)]
    [InlineData("49999", ModbusTable.HoldingRegisters, 9_998)]
    [InlineData("30010", ModbusTable.InputRegisters, 9)]
    [InlineData("10001", ModbusTable.DiscreteInputs, 0)]
    [InlineData("00017", ModbusTable.Coils, 16)]
    public void Address_IsReadByItsDigits(string text, ModbusTable table, int offset)
    {
        var address = ModbusAddress.Parse(text);

        Assert.Equal((table, offset), (address.Table, address.Offset));
        Assert.Equal(address, ModbusAddress.Parse(address.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("4001")]
    [InlineData("40000")]
    [InlineData("400000")]
    [InlineData("465537")]
    [InlineData("20001")]
    [InlineData("4000001")]
    [InlineData("4-001")]
    [InlineData("4 001")]
    [InlineData("٤0001")]
    public void Address_ThatIsNone_IsRefused(string text)
    {
        Assert.False(ModbusAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ModbusAddress.Parse(text));
    }

    private static void Throws(Func<Task> call) => Assert.Throws<ArgumentOutOfRangeException>(() => { _ = call(); });

    private ModbusClient Client(ModbusClientOptions options)
    {
        options.TimeProvider = _time;
        var client = new ModbusClient(_peer, options);
        _clients.Add(client);
        return client;
    }

    private async Task<Task<ushort[]>> FirstReadAsync(ModbusClient client, CancellationToken cancellationToken = default)
    {
        Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 100, 1, cancellationToken).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        return read;
    }
}
