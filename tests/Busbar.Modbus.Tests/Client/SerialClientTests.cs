using Busbar.Links;
using Busbar.Modbus.Tests.Frames;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Client;

/// <summary>RTU and ASCII over a connection: one request at a time, and no answer for anybody but who asked.</summary>
public sealed class SerialClientTests : IAsyncDisposable
{
    private const int Patience = 30_000;
    private const string Request = "0300640001";
    private const string OtherRequest = "0300050001";

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();
    private readonly List<ModbusClient> _clients = [];

    public async ValueTask DisposeAsync()
    {
        foreach (ModbusClient client in _clients)
            await client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Read_AnswerSplitAtEachOctet_GivesTheRegisters(ModbusFraming framing)
    {
        Task<ushort[]> read = await FirstReadAsync(Client(framing), framing);

        foreach (byte octet in Adu.Of(framing, 1, "0302022B"))
            await _peer.RepliesAsync(new[] { octet });

        Assert.Equal(555, Assert.Single(await read));
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Read_AnswersOfOtherUnitsAndFunctions_AreNotItsOwn(ModbusFraming framing)
    {
        ModbusClient client = Client(framing);
        Task<ushort[]> read = await FirstReadAsync(client, framing);

        await _peer.RepliesAsync(Adu.Of(framing, 2, "0302FFFF"));
        await _peer.RepliesAsync(Adu.Of(framing, 1, "0402FFFF"));
        await _peer.RepliesAsync(Adu.Of(framing, 1, "03020009"));

        Assert.Equal(9, Assert.Single(await read));
        Assert.Equal(2, client.Statistics.UnknownAnswers);
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Read_AnswerBehindOneThatWasDisturbed_IsFound(ModbusFraming framing)
    {
        ModbusClient client = Client(framing);
        Task<ushort[]> read = await FirstReadAsync(client, framing);
        byte[] disturbed = Adu.Of(framing, 1, "0302FFFF");
        disturbed[^3] ^= 0x01;

        await _peer.RepliesAsync((byte[])[.. disturbed, .. Adu.Of(framing, 1, "03020009")]);

        Assert.Equal(9, Assert.Single(await read));
        Assert.Equal(1, client.Statistics.SkippedFrames);
    }

    [Fact(Timeout = Patience)]
    public async Task Read_AnswerBehindWhatLooksLikeALongerOne_IsFoundOnceTheLineIsSilent()
    {
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu);

        await _peer.RepliesAsync((byte[])[0x01, 0x03, 0xF0, .. Adu.Rtu(1, "03020009")]); // 245 octets are announced
        await _time.NextTimerAsync(TimeSpan.FromMilliseconds(50));
        _time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal(9, Assert.Single(await read));
        Assert.Equal(1, client.Statistics.SkippedFrames);
    }

    [Fact(Timeout = Patience)]
    public async Task Read_Refused_ThrowsWithTheCode()
    {
        Task<ushort[]> read = await FirstReadAsync(Client(ModbusFraming.Rtu), ModbusFraming.Rtu);

        await _peer.RepliesAsync(Adu.Rtu(1, "8302"));

        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, (await Assert.ThrowsAsync<ModbusServerException>(() => read)).ExceptionCode);
    }

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task Read_TimedOut_TheNextWaits_AndTheLateAnswerReachesNobody(ModbusFraming framing)
    {
        ModbusClient client = Client(framing);
        Task<ushort[]> read = await FirstReadAsync(client, framing);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask(); // the late answer would fit it
        long sentBefore = client.Statistics.Requests;
        await _peer.RepliesAsync(Adu.Of(framing, 1, "0302FFFF"));
        await ExpectsAsync(framing, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Of(framing, 1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
        Assert.Equal((1, 1L, 1L), (sentBefore, client.Statistics.Timeouts, client.Statistics.LateAnswers));
    }

    [Fact(Timeout = Patience)]
    public async Task Read_TimedOut_TheNextLeavesOnceTheLineWasQuiet()
    {
        ModbusClient client = Client(ModbusFraming.Rtu, new() { DrainTime = TimeSpan.FromSeconds(3) });
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2.9));
        long sentBefore = client.Statistics.Requests;
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await ExpectsAsync(ModbusFraming.Rtu, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
        Assert.Equal(1, sentBefore);
    }

    [Fact(Timeout = Patience)]
    public async Task Read_OnALineThatIsNeverQuiet_LeavesAllTheSame()
    {
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => read);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        for (int i = 1; i <= 5; i++)
        {
            await _peer.RepliesAsync(Adu.Rtu(9, "0302FFFF"));
            while (client.Statistics.UnknownAnswers < i)
                await Task.Yield();
            Assert.Equal(1, client.Statistics.Requests);
            _time.Advance(TimeSpan.FromSeconds(0.8)); // 4 s in all
        }

        await ExpectsAsync(ModbusFraming.Rtu, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));
        Assert.Equal(9, Assert.Single(await next));
    }

    [Fact(Timeout = Patience)]
    public async Task Read_Cancelled_KeepsTheLineUntilItIsAnswered()
    {
        using var cancellation = new CancellationTokenSource();
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        long sentBefore = client.Statistics.Requests;
        await _peer.RepliesAsync(Adu.Rtu(1, "0302FFFF"));
        await ExpectsAsync(ModbusFraming.Rtu, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
        Assert.Equal((1, 1L), (sentBefore, client.Statistics.LateAnswers));
    }

    [Fact(Timeout = Patience)]
    public async Task Read_CancelledAndNeverAnswered_FreesTheLineAfterTimeOutAndDrain()
    {
        using var cancellation = new CancellationTokenSource();
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        await ExpectsAsync(ModbusFraming.Rtu, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
    }

    [Fact(Timeout = Patience)]
    public async Task Read_AnswerOfTheWrongLength_FailsItsCaller_AndDrainsTheLine()
    {
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu);

        await _peer.RepliesAsync(Adu.Rtu(1, "030400010002"));
        await Assert.ThrowsAsync<ModbusProtocolException>(() => read);
        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        long sentBefore = client.Statistics.Requests;
        _time.Advance(TimeSpan.FromSeconds(1));
        await ExpectsAsync(ModbusFraming.Rtu, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
        Assert.Equal(1, sentBefore);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_OnALineThatMayEcho_IsAnsweredByTheServerAlone(bool echoes)
    {
        ModbusClient client = Client(ModbusFraming.Rtu, new() { Echo = true });
        Task write = client.WriteSingleRegisterAsync(1, 9, 0x1234).AsTask();
        await _peer.AcceptAsync();
        await ExpectsAsync(ModbusFraming.Rtu, 1, "0600091234");
        if (echoes)
        {
            await _peer.RepliesAsync(Adu.Rtu(1, "0600091234").AsMemory(0, 5)); // it looks as the answer does
            await _peer.RepliesAsync(Adu.Rtu(1, "0600091234").AsMemory(5));
        }

        await _peer.RepliesAsync(Adu.Rtu(1, "8604"));

        Assert.Equal(ModbusExceptionCode.ServerDeviceFailure, (await Assert.ThrowsAsync<ModbusServerException>(() => write)).ExceptionCode);
    }

    [Fact(Timeout = Patience)]
    public async Task Write_ToAllUnits_HasNoAnswer_AndTheNextWaitsForTheUnits()
    {
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task write = client.WriteSingleRegisterAsync(RtuCodec.BroadcastUnit, 9, 0x1234).AsTask();
        await _peer.AcceptAsync();
        await ExpectsAsync(ModbusFraming.Rtu, RtuCodec.BroadcastUnit, "0600091234");
        await write;

        Task<ushort[]> next = client.ReadHoldingRegistersAsync(1, 5, 1).AsTask();
        long sentBefore = client.Statistics.Requests;
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await ExpectsAsync(ModbusFraming.Rtu, 1, OtherRequest);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
        Assert.Equal(1, sentBefore);
    }

    [Fact]
    public void Read_OfAllUnits_ThrowsAtTheCall()
    {
        ModbusClient client = Client(ModbusFraming.Rtu);

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = client.ReadHoldingRegistersAsync(RtuCodec.BroadcastUnit, 0, 1); });
    }

    [Fact(Timeout = Patience)]
    public async Task Requests_AreOneAtATime_InTheirOrder()
    {
        ModbusClient client = Client(ModbusFraming.Rtu, maxInFlight: 16);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu);
        Task<ushort[]>[] others = [.. Enumerable.Range(1, 3).Select(address => client.ReadHoldingRegistersAsync(1, address, 1).AsTask())];

        await _peer.RepliesAsync(Adu.Rtu(1, "03020000"));
        Assert.Equal(0, Assert.Single(await read));
        for (int i = 0; i < others.Length; i++)
        {
            await ExpectsAsync(ModbusFraming.Rtu, 1, $"03000{i + 1}0001");
            await _peer.RepliesAsync(Adu.Rtu(1, $"0302000{i + 1}"));
            Assert.Equal(i + 1, Assert.Single(await others[i]));
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Connection_Lost_FailsWhatIsUnderWay_AndTheNextConnectsAgain()
    {
        ModbusClient client = Client(ModbusFraming.Rtu);
        Task<ushort[]> read = await FirstReadAsync(client, ModbusFraming.Rtu);

        _peer.Resets();
        await Assert.ThrowsAsync<LinkClosedException>(() => read);
        Task<ushort[]> next = await FirstReadAsync(client, ModbusFraming.Rtu);
        await _peer.RepliesAsync(Adu.Rtu(1, "03020009"));

        Assert.Equal(9, Assert.Single(await next));
    }

    [Fact]
    public void Options_OutsideTheirRanges_ThrowWhenTheClientIsMade()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Client((ModbusFraming)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Client(ModbusFraming.Rtu, new() { Silence = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Client(ModbusFraming.Rtu, new() { DrainTime = TimeSpan.FromTicks(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Client(ModbusFraming.Rtu, new() { TurnaroundDelay = TimeSpan.FromDays(25) }));
    }

    private ModbusClient Client(ModbusFraming framing, SerialLineOptions? line = null, int maxInFlight = 1)
    {
        var client = new ModbusClient(_peer, new ModbusClientOptions
        {
            Framing = framing,
            SerialLine = line ?? new SerialLineOptions(),
            ReadRetries = 0,
            MaxInFlight = maxInFlight,
            TimeProvider = _time,
        });
        _clients.Add(client);
        return client;
    }

    private async Task<Task<ushort[]>> FirstReadAsync(ModbusClient client, ModbusFraming framing, CancellationToken cancellationToken = default)
    {
        Task<ushort[]> read = client.ReadHoldingRegistersAsync(1, 100, 1, cancellationToken).AsTask();
        await _peer.AcceptAsync();
        await ExpectsAsync(framing, 1, Request);
        return read;
    }

    private Task ExpectsAsync(ModbusFraming framing, byte unit, string pdu) => _peer.ExpectsAsync(Convert.ToHexString(Adu.Of(framing, unit, pdu)));
}
