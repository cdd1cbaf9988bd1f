using System.Globalization;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Client;

/// <summary>What a peer can do wrong to each function: the right result or the right exception, and the next call works.</summary>
public sealed class ClientFunctionFaultTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedPeer _peer = new();
    private readonly ModbusClient _client;

    public ClientFunctionFaultTests() => _client = new ModbusClient(_peer, new() { ReadRetries = 0, TimeProvider = _time });

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_Answered_GivesItsResult_HoweverTheAnswerIsCut(string name)
    {
        ClientCall call = ClientCall.Of(name);
        byte[] whole = Adu(1, call.Answer);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            byte[] answer = Adu((ushort)(1 + cut), call.Answer);
            Task<string> result = await SentAsync(call, (ushort)(1 + cut));

            await _peer.RepliesAsync(answer.AsMemory(0, cut));
            await _peer.RepliesAsync(answer.AsMemory(cut));

            Assert.Equal(call.Result, await result);
        }
    }

    [Theory]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_AnsweredByAnotherFunction_FailsAlone(string name)
    {
        ClientCall call = ClientCall.Of(name);
        Task<string> result = await SentAsync(call, 1);

        await _peer.RepliesAsync(Adu(1, "63" + call.Answer[2..]));
        ModbusProtocolException exception = await Assert.ThrowsAsync<ModbusProtocolException>(() => result);

        Assert.Equal("the function code must be the request's", exception.Rule);
        Assert.Equal(1, _client.Statistics.ProtocolErrors);
        await NextCallWorksAsync(call, 2);
    }

    [Theory]
    [MemberData(nameof(ClientCall.Checked), MemberType = typeof(ClientCall))]
    public async Task Call_AnswerWithAnOctetMoreOrLess_FailsAlone(string name)
    {
        ClientCall call = ClientCall.Of(name);
        Task<string> more = await SentAsync(call, 1);
        await _peer.RepliesAsync(Adu(1, call.Answer + "00"));
        await Assert.ThrowsAsync<ModbusProtocolException>(() => more);

        for (int length = 1; length < call.Answer.Length / 2; length++)
        {
            Task<string> less = await SentAsync(call, (ushort)(1 + length));
            await _peer.RepliesAsync(Adu((ushort)(1 + length), call.Answer[..(2 * length)]));
            await Assert.ThrowsAsync<ModbusProtocolException>(() => less);
        }

        await NextCallWorksAsync(call, (ushort)(1 + (call.Answer.Length / 2)));
    }

    [Theory] // byte counts, numbers of objects and lengths of groups that lie, echoes that are none
    [InlineData("query data", "080000A538")]
    [InlineData("query data", "08000BA537")]
    [InlineData("query of octets", "0800000102")]
    [InlineData("restart", "0800010000")]
    [InlineData("bus messages", "08000C0102")]
    [InlineData("event log", "0C070000010801212000")]
    [InlineData("event log", "0C090000010801212000")]
    [InlineData("server id", "11034142FF78")]
    [InlineData("server id", "1100")]
    [InlineData("file", "140605050DFE0020")]
    [InlineData("file", "140605060DFE00200000")]
    [InlineData("file", "140403060DFE")]
    [InlineData("file", "140803060DFE03060020")]
    [InlineData("files", "140A030633CD05060DFE0020")]
    [InlineData("files", "140605060DFE0020")]
    [InlineData("write of a file", "150B0600040007000206AF04BF")]
    [InlineData("mask write", "16000400F20026")]
    [InlineData("read and write", "170200FE")]
    [InlineData("read and write", "170600FE0ACD0000")]
    [InlineData("queue", "180006000101B81284")]
    [InlineData("queue", "180004000201B81284")]
    [InlineData("one object", "2B0E048100000102026162")]
    [InlineData("one object", "2B0E0481000000")]
    [InlineData("one object", "2B0E04810000020102616201026162")]
    [InlineData("identification", "2B0E010100000200016101")]
    [InlineData("identification", "2B0E0101000003000161010162")]
    [InlineData("identification", "2B0D01010000020001610101 62")]
    [InlineData("encapsulated", "2B0E0304")]
    public async Task Call_AnswerThatLies_FailsAlone(string name, string answer)
    {
        ClientCall call = ClientCall.Of(name);
        Task<string> result = await SentAsync(call, 1);

        await _peer.RepliesAsync(Adu(1, answer.Replace(" ", "", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<ModbusProtocolException>(() => result);

        await NextCallWorksAsync(call, 2);
    }

    [Theory]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_Refused_ThrowsWithTheCode(string name)
    {
        ClientCall call = ClientCall.Of(name);
        Task<string> result = await SentAsync(call, 1);
        byte function = Convert.FromHexString(call.Request)[0];

        await _peer.RepliesAsync(Adu(1, (function | 0x80).ToString("X2", CultureInfo.InvariantCulture) + "01"));
        ModbusServerException exception = await Assert.ThrowsAsync<ModbusServerException>(() => result);

        Assert.Equal(((FunctionCode)function, ModbusExceptionCode.IllegalFunction, 1), (exception.FunctionCode, exception.ExceptionCode, exception.Unit));
        await NextCallWorksAsync(call, 2);
    }

    [Theory]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_AnsweredLate_TimesOut_AndTheAnswerReachesNobody(string name)
    {
        ClientCall call = ClientCall.Of(name);
        Task<string> result = await SentAsync(call, 1);

        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => result);
        Task<string> next = call.CallAsync(_client);
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(2, call.Request)));
        await _peer.RepliesAsync(Adu(1, "63"));
        await _peer.RepliesAsync(Adu(2, call.Answer));

        Assert.Equal(call.Result, await next);
        Assert.Equal((1L, 0L), (_client.Statistics.LateAnswers, _client.Statistics.ProtocolErrors));
    }

    [Theory]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_PeerResets_FailsWithLinkClosed_AndTheNextConnects(string name)
    {
        ClientCall call = ClientCall.Of(name);
        Task<string> result = await SentAsync(call, 1);

        _peer.Resets();
        await Assert.ThrowsAsync<LinkClosedException>(() => result);

        Task<string> next = call.CallAsync(_client);
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(1, call.Request)));
        await _peer.RepliesAsync(Adu(1, call.Answer));
        Assert.Equal(call.Result, await next);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_OnALine_GivesItsResult_HoweverTheAnswerIsCut(string name)
    {
        ClientCall call = ClientCall.Of(name);
        await using var client = new ModbusClient(_peer, new() { Framing = ModbusFraming.Rtu, ReadRetries = 0, TimeProvider = _time });
        byte[] request = Frames.Adu.Rtu(1, call.Request);
        byte[] answer = Frames.Adu.Rtu(1, call.Answer);
        for (int cut = 0; cut <= answer.Length; cut++)
        {
            Task<string> result = call.CallAsync(client);
            if (cut == 0)
                await _peer.AcceptAsync();
            await _peer.ExpectsAsync(Convert.ToHexString(request));

            await _peer.RepliesAsync(answer.AsMemory(0, cut));
            await _peer.RepliesAsync(answer.AsMemory(cut));

            Assert.Equal(call.Result, await result);
        }
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(ClientCall.Names), MemberType = typeof(ClientCall))]
    public async Task Call_OnALine_AnsweredLate_ReachesNobody(string name)
    {
        ClientCall call = ClientCall.Of(name);
        await using var client = new ModbusClient(_peer, new() { Framing = ModbusFraming.Ascii, ReadRetries = 0, TimeProvider = _time });
        byte[] request = Frames.Adu.Of(ModbusFraming.Ascii, 1, call.Request);
        Task<string> result = call.CallAsync(client);
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(request));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => result);

        Task<string> next = call.CallAsync(client);
        await _peer.RepliesAsync(Frames.Adu.Of(ModbusFraming.Ascii, 1, call.Answer[..2] + "55"));
        await _peer.ExpectsAsync(Convert.ToHexString(request));
        await _peer.RepliesAsync(Frames.Adu.Of(ModbusFraming.Ascii, 1, call.Answer));

        Assert.Equal(call.Result, await next);
        Assert.Equal(1, client.Statistics.LateAnswers);
    }

    [Fact]
    public async Task Identification_InSeveralAnswers_IsFollowedToItsEnd()
    {
        Task<ModbusDeviceIdentification> read = _client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Regular).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(1, "2B0E0200")));
        await _peer.RepliesAsync(Adu(1, "2B0E0282FF020200016101 0162".Replace(" ", "", StringComparison.Ordinal)));
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(2, "2B0E0202")));
        await _peer.RepliesAsync(Adu(2, "2B0E0282000001020163"));

        ModbusDeviceIdentification identification = await read;

        Assert.Equal(("a", "b", "c", 0x82), (identification.VendorName, identification.ProductCode, identification.MajorMinorRevision, identification.ConformityLevel));
        Assert.Null(identification[DeviceObjectId.VendorUrl]);
    }

    [Fact]
    public async Task Identification_ThatGoesInACircle_Fails()
    {
        Task<ModbusDeviceIdentification> read = _client.ReadDeviceIdentificationAsync(1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(1, "2B0E0300")));
        await _peer.RepliesAsync(Adu(1, "2B0E0381FF0100"));
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(2, "2B0E0301")));
        await _peer.RepliesAsync(Adu(2, "2B0E0381FF0100"));

        await Assert.ThrowsAsync<ModbusProtocolException>(() => read);
    }

    [Fact]
    public async Task ListenOnly_IsDoneOnceItIsSent_AndARefusalReachesNobody()
    {
        Task listen = _client.ForceListenOnlyModeAsync(1).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(1, "0800040000")));
        await listen;

        await _peer.RepliesAsync(Adu(1, "8801"));
        await NextCallWorksAsync(ClientCall.Of("exception status"), 2);

        Assert.Equal(1, _client.Statistics.UnknownAnswers);
    }

    [Fact]
    public async Task Raw_IsCheckedForItsFunctionAlone()
    {
        Task<byte[]> first = _client.SendAsync(1, new byte[] { 65, 1 }).AsTask();
        await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(1, "4101")));
        await _peer.RepliesAsync(Adu(1, "41"));
        byte[] response = new byte[ModbusLimits.MaxPduLength];
        Task<int> second = _client.SendAsync(1, new byte[] { 3 }, response).AsTask(); // a read that is none
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(2, "03")));
        await _peer.RepliesAsync(Adu(2, "0301"));
        Task<byte[]> refused = _client.SendAsync(1, new byte[] { 65 }).AsTask();

        Assert.Equal([65], await first);
        Assert.Equal(2, await second);
        Assert.Equal([3, 1], response[..2]);
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(3, "41")));
        await _peer.RepliesAsync(Adu(3, "C102"));
        ModbusServerException exception = await Assert.ThrowsAsync<ModbusServerException>(() => refused);
        Assert.Equal("Unit 1 refused 65: IllegalDataAddress (02).", exception.Message);
    }

    private async Task<Task<string>> SentAsync(ClientCall call, ushort transactionId)
    {
        Task<string> result = call.CallAsync(_client);
        if (transactionId == 1)
            await _peer.AcceptAsync();
        await _peer.ExpectsAsync(Convert.ToHexString(Adu(transactionId, call.Request)));
        return result;
    }

    private async Task NextCallWorksAsync(ClientCall call, ushort transactionId)
    {
        Task<string> result = await SentAsync(call, transactionId);
        await _peer.RepliesAsync(Adu(transactionId, call.Answer));
        Assert.Equal(call.Result, await result);
    }

    private static byte[] Adu(ushort transactionId, string pdu)
    {
        byte[] adu = new byte[MbapCodec.MaxAduLength];
        return adu[..MbapCodec.Encode(adu, transactionId, 1, Convert.FromHexString(pdu))];
    }
}
