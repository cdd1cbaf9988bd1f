using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Client;

/// <summary>What a peer can do wrong, octet by octet: the right result or the right exception, and the next call works.</summary>
public sealed class ModbusClientFaultTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();
    private readonly ModbusClient _client;

    public ModbusClientFaultTests() => _client = CreateClient(new() { ReadRetries = 0 });

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task Read_Answered_GivesTheRegisters()
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync("0001 0000 0005 01 03 02 02 2B");

        Assert.Equal(555, Assert.Single(await read));
    }

    [Fact]
    public async Task Read_AnswerSplitAtEachOctet_GivesTheRegisters()
    {
        Task<ushort[]> read = await FirstReadAsync();

        foreach (byte octet in Hex.Parse("0001 0000 0005 01 03 02 02 2B"))
            await _peer.RepliesAsync(new[] { octet });

        Assert.Equal(555, Assert.Single(await read));
    }

    [Fact]
    public async Task Read_AnswerOfAnotherTransaction_IsDroppedAndCounted()
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync("0777 0000 0005 01 03 02 FF FF" + "0001 0000 0005 01 03 02 00 07");

        Assert.Equal(7, Assert.Single(await read));
        Assert.Equal(1, _client.Statistics.UnknownAnswers);
    }

    [Theory]
    [InlineData("0001 0000 0005 02 03 02 00 07", "the unit identifier must be the request's")]
    [InlineData("0001 0000 0005 01 04 02 00 07", "the function code must be the request's")]
    [InlineData("0001 0000 0003 01 84 02", "the function code must be the request's")]
    [InlineData("0001 0000 0004 01 83 02 00", "the function code must be the request's")]
    [InlineData("0001 0000 0007 01 03 04 00 07 00 08", "the byte count must fit the quantity asked for")]
    [InlineData("0001 0000 0005 01 03 04 00 07", "the byte count must fit the quantity asked for")]
    [InlineData("0001 0000 0007 01 03 02 00 07 00 08", "the length must fit the byte count")]
    [InlineData("0001 0000 0004 01 03 02 00", "the length must fit the byte count")]
    [InlineData("0001 0000 0002 01 03", "the byte count must fit the quantity asked for")]
    public async Task Read_AnswerThatIsNone_FailsItsCallerAlone(string answer, string rule)
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync(answer);
        ModbusProtocolException exception = await Assert.ThrowsAsync<ModbusProtocolException>(() => read);

        Assert.Equal(rule, exception.Rule);
        Assert.Equal(FunctionCode.ReadHoldingRegisters, exception.FunctionCode);
        Assert.Equal(1, exception.Unit);
        Assert.Equal(1, _client.Statistics.ProtocolErrors);
        await NextReadWorksAsync("0002");
    }

    [Fact]
    public async Task Write_AnswerThatDoesNotRepeatIt_FailsItsCallerAlone()
    {
        Task write = _client.WriteSingleRegisterAsync(1, 9, 0x1234).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 06 0009 1234");

        await _peer.RepliesAsync("0001 0000 0006 01 06 0009 1235");
        ModbusProtocolException exception = await Assert.ThrowsAsync<ModbusProtocolException>(() => write);

        Assert.Equal("the answer to a write must repeat the request", exception.Rule);
        await NextReadWorksAsync("0002");
    }

    [Theory]
    [InlineData("02", ModbusExceptionCode.IllegalDataAddress)]
    [InlineData("0B", ModbusExceptionCode.GatewayTargetFailedToRespond)]
    [InlineData("63", (ModbusExceptionCode)0x63)]
    public async Task Read_Refused_ThrowsWithTheCodeAndTheRequest(string code, ModbusExceptionCode expected)
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync("0001 0000 0003 01 83" + code);
        ModbusServerException exception = await Assert.ThrowsAsync<ModbusServerException>(() => read);

        Assert.Equal(expected, exception.ExceptionCode);
        Assert.Equal(FunctionCode.ReadHoldingRegisters, exception.FunctionCode);
        Assert.Equal(1, exception.Unit);
        Assert.Equal(100, exception.Address);
        await NextReadWorksAsync("0002");
    }

    [Fact]
    public async Task Read_NeverAnswered_TimesOut_AndTheLateAnswerReachesNobody()
    {
        Task<ushort[]> read = await FirstReadAsync();

        _time.Advance(TimeSpan.FromSeconds(1));
        ModbusTimeoutException exception = await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);
        Task<ushort[]> next = _client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 FF FF" + "0002 0000 0005 01 03 02 00 09");

        Assert.Equal(9, Assert.Single(await next));
        Assert.Equal((FunctionCode.ReadHoldingRegisters, 1, 100, TimeSpan.FromSeconds(1)), (exception.FunctionCode, exception.Unit, exception.Address, exception.Timeout));
        Assert.Equal((1L, 1L), (_client.Statistics.Timeouts, _client.Statistics.LateAnswers));
    }

    [Fact]
    public async Task Read_NeverAnswered_IsRepeatedAsOftenAsAllowed()
    {
        await using ModbusClient client = CreateClient(new() { ReadRetries = 2 });
        Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0064 0001");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _peer.ExpectsAsync("0003 0000 0006 01 03 0064 0001");

        await _peer.RepliesAsync("0003 0000 0005 01 03 02 00 09");

        Assert.Equal(9, Assert.Single(await read));
        Assert.Equal(2, client.Statistics.Retries);
    }

    [Fact]
    public async Task Timeouts_InARow_CloseTheConnection_AndTheNextCallConnectsAgain()
    {
        Task<ushort[]> read = await FirstReadAsync();
        for (int i = 2; i <= 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);
            read = _client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
            await _peer.ExpectsAsync($"000{i} 0000 0006 01 03 0064 0001");
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);
        await _peer.ExpectsEndAsync();
        Task<ushort[]> next = _client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 00 09");

        Assert.Equal(9, Assert.Single(await next));
    }

    [Fact]
    public async Task Read_CancelledInFlight_LeavesTheConnectionUsable()
    {
        using var cancellation = new CancellationTokenSource();
        Task<ushort[]> read = await FirstReadAsync(cancellation.Token);

        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.True(read.IsCanceled);
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 FF FF");
        await NextReadWorksAsync("0002");
        Assert.Equal(1, _client.Statistics.LateAnswers);
    }

    [Fact(Timeout = 30_000)]
    public async Task Read_CancelledInFlight_KeepsItsPlaceUntilItIsAnswered()
    {
        using var cancellation = new CancellationTokenSource();
        Task<ushort[]> read = await FirstReadAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Task<ushort[]> next = _client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        long sentBefore = _client.Statistics.Requests;
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 FF FF");
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0005 0001");
        await _peer.RepliesAsync("0002 0000 0005 01 03 02 00 2A");

        Assert.Equal(42, Assert.Single(await next));
        Assert.Equal((1, 1L), (sentBefore, _client.Statistics.LateAnswers));
    }

    [Fact(Timeout = 30_000)]
    public async Task Read_CancelledInFlight_KeepsItsPlaceNoLongerThanItsTime()
    {
        using var cancellation = new CancellationTokenSource();
        Task<ushort[]> read = await FirstReadAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Task<ushort[]> next = _client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        long sentBefore = _client.Statistics.Requests;
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0005 0001");
        await _peer.RepliesAsync("0002 0000 0005 01 03 02 00 2A");

        Assert.Equal(42, Assert.Single(await next));
        Assert.Equal((1, 0L), (sentBefore, _client.Statistics.Timeouts));
    }

    [Fact(Timeout = 30_000)]
    public async Task Reads_CancelledBeforeTheirTime_StillShowThatThePeerHasVanished()
    {
        await using ModbusClient client = CreateClient(new() { MaxInFlight = 1 });
        await client.OpenAsync();
        await _peer.AcceptAsync();

        for (int i = 1; i <= 3; i++)
        {
            using var cancellation = new CancellationTokenSource();
            Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 100, 1, cancellation.Token).AsTask();
            await _peer.ExpectsAsync($"000{i} 0000 0006 01 03 0064 0001");
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await cancellation.CancelAsync(); // a caller less patient than the time-out
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await _peer.ExpectsEndAsync();
    }

    [Fact]
    public async Task Read_CancelledWhileWaiting_IsNeverSent()
    {
        using var cancellation = new CancellationTokenSource();
        Task<ushort[]> first = await FirstReadAsync();
        Task<ushort[]> second = _client.ReadHoldingRegistersAsync(1, 200, 1, cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 00 07");

        Assert.Equal(7, Assert.Single(await first));
        await NextReadWorksAsync("0002");
    }

    [Fact]
    public async Task Read_CancelledWhileConnecting_EndsWithTheCallersToken()
    {
        var connecting = new TaskCompletionSource<Stream>();
        await using var client = new ModbusClient(Connector.FromStream("slow", token => new(connecting.Task.WaitAsync(token))), new() { TimeProvider = _time });
        using var cancellation = new CancellationTokenSource();
        Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 100, 1, cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task Read_CancelledBefore_SendsNothing()
    {
        ValueTask<ushort[]> read = _client.ReadHoldingRegistersAsync(1, 100, 1, new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.AsTask());

        Assert.Equal(0, _peer.Attempts);
    }

    [Fact]
    public async Task Read_PeerResetsInFlight_FailsWithLinkClosed_AndTheNextCallConnectsAgain()
    {
        Task<ushort[]> read = await FirstReadAsync();

        _peer.Resets();
        LinkClosedException exception = await Assert.ThrowsAsync<LinkClosedException>(() => read);

        Assert.NotEqual(CloseKind.Local, exception.Reason.Kind);
        await NextConnectionWorksAsync();
    }

    [Fact]
    public async Task Read_PeerEndsWithinTheAnswer_FailsWithTruncated_AndTheNextCallConnectsAgain()
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync("0001 0000 0005 01 03 02");
        await _peer.EndsAsync();
        LinkClosedException exception = await Assert.ThrowsAsync<LinkClosedException>(() => read);

        Assert.Equal(CloseKind.Truncated, exception.Reason.Kind);
        await NextConnectionWorksAsync();
    }

    [Fact]
    public async Task Read_PeerSendsNoModbus_ClosesNamingOffsetAndRule()
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync("0001 0000 FFFF 01 03");
        LinkClosedException exception = await Assert.ThrowsAsync<LinkClosedException>(() => read);

        Assert.Equal((CloseKind.ProtocolViolation, 4), (exception.Reason.Kind, exception.Reason.Offset));
        await NextConnectionWorksAsync();
    }

    [Fact]
    public async Task Read_FrameOfAnotherProtocolFirst_IsSkippedAndCounted()
    {
        Task<ushort[]> read = await FirstReadAsync();

        await _peer.RepliesAsync("0001 0005 0005 01 03 02 FF FF" + "0001 0000 0005 01 03 02 00 07");

        Assert.Equal(7, Assert.Single(await read));
        Assert.Equal(1, _client.Statistics.SkippedFrames);
    }

    [Fact]
    public async Task Read_LinkClosesInFlight_IsRepeatedOnTheNextConnection()
    {
        await using ModbusClient client = CreateClient(new() { ReadRetries = 1 });
        Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");

        _peer.Resets();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 00 07");

        Assert.Equal(7, Assert.Single(await read));
    }

    [Fact]
    public async Task Write_LinkClosesInFlight_IsNotRepeated()
    {
        await using ModbusClient client = CreateClient(new() { ReadRetries = 1 });
        Task write = client.WriteSingleCoilAsync(1, 3, true).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 05 0003 FF00");

        _peer.Resets();

        await Assert.ThrowsAsync<LinkClosedException>(() => write);
        Assert.Equal(1, _peer.Attempts);
    }

    [Fact]
    public async Task TenReads_AnsweredInOneSegmentAndInAnyOrder_EachGetsItsOwn()
    {
        await using ModbusClient client = CreateClient(new() { MaxInFlight = 10 });
        await client.OpenAsync();
        await _peer.AcceptAsync();
        Task<ushort[]>[] reads = [.. Enumerable.Range(0, 10).Select(i => client.ReadHoldingRegistersAsync(1, i, 1).AsTask())];
        byte[] requests = await _peer.ReadAsync(120);

        byte[] answers = [.. requests.Chunk(12).Reverse().SelectMany(request => (byte[])[request[0], request[1], 0, 0, 0, 5, 1, 3, 2, 0x0A, request[9]])];
        await _peer.RepliesAsync(answers);
        ushort[][] results = await Task.WhenAll(reads);

        Assert.Equal(Enumerable.Range(0, 10), requests.Chunk(12).Select(request => (int)request[9])); // sent in the order of the calls
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (ushort)(0x0A00 + i)), results.Select(registers => registers[0]));
    }

    [Fact]
    public async Task Requests_BeyondInFlightAndQueue_AreRefusedAtOnce()
    {
        await using ModbusClient client = CreateClient(new() { MaxInFlight = 1, MaxQueued = 1, ReadRetries = 0 });
        Task<ushort[]> first = client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        Task<ushort[]> second = client.ReadHoldingRegistersAsync(1, 101, 1).AsTask();

        ModbusQueueFullException exception = await Assert.ThrowsAsync<ModbusQueueFullException>(() => client.ReadHoldingRegistersAsync(1, 102, 1).AsTask());
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 00 01");
        await _peer.ExpectsAsync("0002 0000 0006 01 03 0065 0001");
        await _peer.RepliesAsync("0002 0000 0005 01 03 02 00 02");

        Assert.Equal(1, exception.Limit);
        Assert.Equal(1, Assert.Single(await first));
        Assert.Equal(2, Assert.Single(await second));
    }

    [Fact(Timeout = 30_000)]
    public async Task Requests_WhileItConnects_AreBoundedToo()
    {
        var connecting = new TaskCompletionSource<Stream>();
        var client = new ModbusClient(Connector.FromStream("slow", token => new(connecting.Task.WaitAsync(token))), new() { TimeProvider = _time, MaxInFlight = 2, MaxQueued = 3 });
        Task[] waiting = [.. Enumerable.Range(0, 5).Select(i => client.ReadHoldingRegistersAsync(1, i, 1).AsTask())];

        ModbusQueueFullException exception = await Assert.ThrowsAsync<ModbusQueueFullException>(() => client.ReadHoldingRegistersAsync(1, 5, 1).AsTask());
        await client.DisposeAsync();

        Assert.Equal(3, exception.Limit);
        foreach (Task each in waiting)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => each);
    }

    [Fact]
    public async Task TransactionIds_GivenUpAndNotAnswered_AreNotUsedAgain()
    {
        Task<ushort[]> read = await FirstReadAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);
        for (int i = 2; i <= 0xFFFF; i++)
            await NextReadWorksAsync(i.ToString("X4", System.Globalization.CultureInfo.InvariantCulture));

        await NextReadWorksAsync("0000");
        await NextReadWorksAsync("0002"); // 0001 is still owed an answer
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 FF FF");
        await NextReadWorksAsync("0003");

        Assert.Equal(1, _client.Statistics.LateAnswers);
    }

    [Fact]
    public async Task Dispose_WithRequestsUnderWay_EndsThemWithLinkClosed()
    {
        Task<ushort[]> sent = await FirstReadAsync();
        Task<ushort[]> waiting = _client.ReadHoldingRegistersAsync(1, 100, 1).AsTask();

        await _client.DisposeAsync();

        await Assert.ThrowsAsync<LinkClosedException>(() => sent);
        await Assert.ThrowsAsync<LinkClosedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _client.ReadHoldingRegistersAsync(1, 100, 1).AsTask());
    }

    [Fact]
    public async Task Read_DeviceAway_FailsWithConnectException_AndWorksWhenItIsBack()
    {
        _peer.RefusesWith = new IOException("no route");
        await Assert.ThrowsAsync<ConnectException>(() => _client.ReadHoldingRegistersAsync(1, 100, 1).AsTask());
        _peer.RefusesWith = null;
        _time.Advance(TimeSpan.FromSeconds(5));

        await NextConnectionWorksAsync();
    }

    [Theory]
    [InlineData(-1, 0, 1, "unit", "0 to 255")]
    [InlineData(256, 0, 1, "unit", "0 to 255")]
    [InlineData(1, -1, 1, "address", "0 to 65535")]
    [InlineData(1, 65536, 1, "address", "0 to 65535")]
    [InlineData(1, 0, 0, "count", "1 to 125")]
    [InlineData(1, 0, 126, "count", "1 to 125")]
    [InlineData(1, 65535, 2, "count", "1 to 1")]
    public void Read_NumberOutsideItsRange_ThrowsAtTheCallNamingTheRange(int unit, int address, int count, string parameter, string range)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => { _ = _client.ReadHoldingRegistersAsync(unit, address, count); });

        Assert.Equal(parameter, exception.ParamName);
        Assert.Contains(range, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _peer.Attempts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_969)]
    public void WriteCoils_CountOutsideItsRange_ThrowsAtTheCall(int count) =>
        ThrowsNaming("1 to 1968", () => _client.WriteMultipleCoilsAsync(1, 0, new bool[count]));

    [Theory]
    [InlineData(0)]
    [InlineData(124)]
    public void WriteRegisters_CountOutsideItsRange_ThrowsAtTheCall(int count) =>
        ThrowsNaming("1 to 123", () => _client.WriteMultipleRegistersAsync(1, 0, new ushort[count]));

    [Fact]
    public void Requests_BeyondTheLastAddress_ThrowAtTheCall()
    {
        ThrowsNaming("1 to 2000", () => _client.ReadCoilsAsync(1, 0, new bool[2_001]));
        ThrowsNaming("1 to 1999", () => _client.ReadDiscreteInputsAsync(1, 65_536 - 1_999, new bool[2_000]));
        ThrowsNaming("1 to 1967", () => _client.WriteMultipleCoilsAsync(1, 65_536 - 1_967, new bool[1_968]));
        ThrowsNaming("1 to 122", () => _client.WriteMultipleRegistersAsync(1, 65_536 - 122, new ushort[123]));
        ThrowsNaming("1 to 3", () => _client.WriteMultipleRegistersAsync(1, 65_533, 1.5));
        ThrowsNaming("0 to 65535", () => _client.WriteSingleCoilAsync(1, 65_536, true));
    }

    private void ThrowsNaming(string range, Func<ValueTask> call)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => { _ = call(); });

        Assert.Contains(range, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _peer.Attempts);
    }

    private ModbusClient CreateClient(ModbusClientOptions options)
    {
        options.TimeProvider = _time;
        return new ModbusClient(_peer, options);
    }

    private async Task<Task<ushort[]>> FirstReadAsync(CancellationToken cancellationToken = default)
    {
        Task<ushort[]> read = _client.ReadHoldingRegistersAsync(1, 100, 1, cancellationToken).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0064 0001");
        return read;
    }

    private async Task NextReadWorksAsync(string transactionId)
    {
        Task<ushort[]> read = _client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        await _peer.ExpectsAsync(transactionId + "0000 0006 01 03 0005 0001");
        await _peer.RepliesAsync(transactionId + "0000 0005 01 03 02 00 2A");
        Assert.Equal(42, Assert.Single(await read));
    }

    private async Task NextConnectionWorksAsync()
    {
        Task<ushort[]> read = _client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync("0001 0000 0006 01 03 0005 0001");
        await _peer.RepliesAsync("0001 0000 0005 01 03 02 00 2A");
        Assert.Equal(42, Assert.Single(await read));
    }
}
