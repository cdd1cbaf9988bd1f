using System.Net;
using Busbar.Sockets;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Sources;

public sealed class ModbusSourceTests : IAsyncDisposable
{
    private const Quality Away = Quality.NotConnected | Quality.NotTopical;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly SeriesRegistry _registry = new();
    private readonly RecordingSink _sink = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IAsyncDisposable> _disposables = [];
    private readonly Signal _pollEnded = new();
    private ModbusServer? _server;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _disposables.Reverse();
        foreach (IAsyncDisposable disposable in _disposables)
            await disposable.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Poll_EveryType_GivesItsValue_InTheOrderOfThePoints_AtOneTime()
    {
        ModbusUnit unit = await StartServerAsync();
        unit.HoldingRegisters.Write<short>(0, -5);
        unit.HoldingRegisters.Write<ushort>(1, 65_535);
        unit.HoldingRegisters.Write(2, -100_000, RegisterOrder.CDAB);
        unit.HoldingRegisters.Write(4, 4_000_000_000U, RegisterOrder.DCBA);
        unit.HoldingRegisters.Write(6, long.MinValue);
        unit.HoldingRegisters.Write(10, ulong.MaxValue);
        unit.HoldingRegisters.Write(14, 41.7f);
        unit.HoldingRegisters.Write(16, 1e300);
        unit.HoldingRegisters.Write<short>(20, 3);
        unit.HoldingRegisters.Write<ushort>(21, 0b100);
        unit.Coils[7] = true;

        ModbusSource source = Start(
            Holding("f64", 16, RegisterType.Float64), Holding("f32", 14, RegisterType.Float32), Holding("u64", 10, RegisterType.UInt64),
            Holding("i64", 6, RegisterType.Int64), Holding("u32", 4, RegisterType.UInt32) with { Order = RegisterOrder.DCBA },
            Holding("i32", 2, RegisterType.Int32) with { Order = RegisterOrder.CDAB }, Holding("u16", 1, RegisterType.Unspecified),
            Holding("i16", 0, RegisterType.Int16), Holding("tenths", 20, RegisterType.Int16) with { Scale = 0.1 },
            Holding("thousands", 20, RegisterType.Int16) with { Scale = 1_000 }, Holding("bit", 21, RegisterType.Boolean) with { Bit = 2 },
            new() { Field = "coil", Table = ModbusTable.Coils, Address = 7 });
        Sample[] batch = await _sink.NextAsync();

        Assert.Equal(
            [
                (SampleKind.Double, "1E+300"), (SampleKind.Single, "41.7"), (SampleKind.UInt64, "18446744073709551615"),
                (SampleKind.Int64, "-9223372036854775808"), (SampleKind.Int64, "4000000000"), (SampleKind.Int64, "-100000"),
                (SampleKind.Int64, "65535"), (SampleKind.Int64, "-5"), (SampleKind.Double, "0.3"), (SampleKind.Double, "3000"),
                (SampleKind.Boolean, "true"), (SampleKind.Boolean, "true"),
            ],
            batch.Select(sample => (sample.Kind, sample.ToString().Split(' ')[2])));
        Assert.All(batch, sample => Assert.Equal(
            (_time.GetUtcNow(), Quality.Good, Cause.Periodic, TimeFlags.None), (sample.SourceTime, sample.Quality, sample.Cause, sample.TimeFlags)));
        Assert.Equal(source.Status.Series, batch.Select(sample => sample.Series));
    }

    [Fact]
    public async Task Series_CarryWhatThePointsSay()
    {
        await StartServerAsync();

        ModbusSource source = Start(
            Holding("setpoint", 100, RegisterType.Int16) with { Scale = 0.1, EngineeringUnit = "°C", Description = "what is wanted", Tags = [("phase", "1")] },
            new ModbusPoint { Field = "switch", Table = ModbusTable.Coils, Address = 3, States = ["open", "closed"] });
        IReadOnlyList<Series> series = source.Status.Series;

        Assert.Equal(["meter-1.setpoint{phase=1,site=north}", "meter-1.switch{site=north}"], series.Select(one => one.Name));
        Assert.Equal(
            new SeriesMetadata { Unit = "°C", Resolution = 0.1, Description = "what is wanted", ExpectedPeriod = Second, Device = "meter-1" }, series[0].Metadata);
        Assert.Equal(["open", "closed"], series[1].Metadata.States);
    }

    [Fact]
    public async Task Polls_AreDueAtWholePeriods_WithoutDrift()
    {
        await StartServerAsync();
        Start(Holding("a", 0, RegisterType.UInt16));
        var times = new List<DateTimeOffset> { (await _sink.NextAsync())[0].SourceTime };

        for (int i = 0; i < 5; i++)
        {
            await _pollEnded.NextAsync();
            _time.Advance(TimeSpan.FromMilliseconds(1_000));
            times.Add((await _sink.NextAsync())[0].SourceTime);
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(i => times[0] + (i * Second)), times);
    }

    [Fact]
    public async Task Device_Away_IsSaidOnce_AgainAtASlowPace_AndGoodWhenItIsBack()
    {
        var peer = new ScriptedPeer { RefusesWith = new IOException("no route to host") };
        ModbusSource source = Start(Client(peer), new() { RepeatBadQuality = 3 * Second }, Holding("a", 0, RegisterType.UInt16), Holding("b", 1, RegisterType.UInt16));

        Sample[] first = await _sink.NextAsync();
        DeviceStatus status = source.Status;
        await PollAgainAsync();
        await PollAgainAsync();
        await _pollEnded.NextAsync();
        int meanwhile = _sink.Count;
        _time.Advance(Second);
        Sample[] again = await _sink.NextAsync();
        peer.RefusesWith = null;
        await PollAgainAsync();
        await peer.AcceptAsync();
        await peer.ExpectsAsync("0001 0000 0006 01 03 0000 0002");
        await peer.RepliesAsync("0001 0000 0007 01 03 04 0007 0008");
        Sample[] back = await _sink.NextAsync();

        Assert.Equal([(SampleKind.None, Away), (SampleKind.None, Away)], first.Select(sample => (sample.Kind, sample.Quality)));
        Assert.Equal((DeviceState.Disconnected, "modbus", "scripted peer"), (status.State, status.Protocol, status.Target));
        Assert.Contains("no route to host", status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, meanwhile);
        Assert.Equal([Away, Away], again.Select(sample => sample.Quality));
        Assert.Equal([(7L, Quality.Good), (8L, Quality.Good)], back.Select(sample => (sample.AsInt64(), sample.Quality)));
        Assert.Equal((DeviceState.Connected, null), (source.Status.State, source.Status.Detail));
        Assert.Equal((5L, 4L), (source.Status.Polls, source.Status.Failures));
    }

    [Fact]
    public async Task Device_Silent_IsSaidWithinTwoPeriods_ThoughItsRequestsWaitOn()
    {
        var peer = new ScriptedPeer();
        ModbusSource source = Start(Client(peer, responseTimeout: 60 * Second), new(), Holding("a", 0, RegisterType.UInt16));
        await AnswerAsync(peer, "0001", accept: true);
        Sample[] good = await _sink.NextAsync();
        await _pollEnded.NextAsync();

        _time.Advance(Second); // the device falls silent before this poll
        await peer.ExpectsAsync("0002 0000 0006 01 03 0000 0001");
        int before = _sink.Count;
        _time.Advance(Second);
        Sample[] bad = await _sink.NextAsync();
        await peer.RepliesAsync("0002 0000 0005 01 03 02 0007");
        Sample[] back = await _sink.NextAsync();

        Assert.Equal(Quality.Good, good[0].Quality);
        Assert.Equal(0, before);
        Assert.Equal((SampleKind.None, Away), (bad[0].Kind, bad[0].Quality));
        Assert.Equal(2 * Second, bad[0].SourceTime - good[0].SourceTime);
        Assert.Equal(Quality.Good, back[0].Quality);
        Assert.True(back[0].SourceTime >= bad[0].SourceTime);
        Assert.Equal(DeviceState.Connected, source.Status.State);
    }

    [Fact]
    public async Task Device_Killed_IsSaidAtTheNextPoll()
    {
        var peer = new ScriptedPeer();
        ModbusSource source = Start(Client(peer), new(), Holding("a", 0, RegisterType.UInt16));
        await AnswerAsync(peer, "0001", accept: true);
        Sample[] good = await _sink.NextAsync();
        await _pollEnded.NextAsync();

        peer.RefusesWith = new IOException("refused");
        peer.Resets();
        _time.Advance(Second);
        Sample[] bad = await _sink.NextAsync();

        Assert.Equal(Quality.Good, good[0].Quality);
        Assert.Equal((SampleKind.None, Away), (bad[0].Kind, bad[0].Quality));
        Assert.Equal(Second, bad[0].SourceTime - good[0].SourceTime);
        Assert.Equal((DeviceState.Disconnected, _time.GetUtcNow()), (source.Status.State, source.Status.Since));
    }

    [Fact]
    public async Task Device_PolledFast_IsNotAwayForAPauseOfLessThanHalfASecond()
    {
        var peer = new ScriptedPeer();
        TimeSpan period = 0.1 * Second;
        ModbusSource source = Start(Client(peer, responseTimeout: 60 * Second), period, new(), Holding("a", 0, RegisterType.UInt16));
        await AnswerAsync(peer, "0001", accept: true);
        await _sink.NextAsync();
        await _pollEnded.NextAsync();

        _time.Advance(period); // the poll that is not answered
        await peer.ExpectsAsync("0002 0000 0006 01 03 0000 0001");
        for (int i = 0; i < 4; i++)
            _time.Advance(period);
        (int meanwhile, DeviceState state) = (_sink.Count, source.Status.State);
        _time.Advance(period);
        Sample[] bad = await _sink.NextAsync();

        Assert.Equal((0, DeviceState.Connected), (meanwhile, state));
        Assert.Equal(Away, bad[0].Quality);
    }

    [Fact]
    public async Task Read_Refused_MakesItsOwnSeriesInvalid_AndNoOther()
    {
        ModbusUnit unit = await StartServerAsync(new() { InputRegisters = 10 });
        unit.HoldingRegisters[0] = 7;

        ModbusSource source = Start(Holding("good", 0, RegisterType.UInt16), new() { Field = "beyond", Table = ModbusTable.InputRegisters, Address = 10 });
        Sample[] batch = await _sink.NextAsync();

        Assert.Equal(
            [("good", SampleKind.Int64, Quality.Good), ("beyond", SampleKind.None, Quality.Invalid | Quality.NotTopical)],
            batch.Select(sample => (sample.Series.FieldName, sample.Kind, sample.Quality)));
        Assert.Equal((DeviceState.Connected, 1L), (source.Status.State, source.Status.Failures));
    }

    [Fact]
    public async Task Read_RefusedForOneOfManyPoints_IsSplitUntilThatOneIsAlone()
    {
        ModbusUnit unit = await StartServerAsync(new() { HoldingRegisters = 7 });
        for (ushort i = 0; i < 7; i++)
            unit.HoldingRegisters[i] = i;

        Start([.. Enumerable.Range(0, 8).Select(i => Holding($"f{i}", i, RegisterType.UInt16))]);
        await PollAgainAsync(); // 0 to 7 was refused
        await PollAgainAsync(); // 4 to 7 was refused
        await PollAgainAsync(); // 6 to 7 was refused
        Sample[][] batches = [await _sink.NextAsync(), await _sink.NextAsync(), await _sink.NextAsync()];

        Assert.Equal([4, 6, 8], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (long)i), batches[2].Take(7).Select(sample => sample.AsInt64()));
        Assert.Equal(Quality.Invalid | Quality.NotTopical, batches[2][7].Quality);
    }

    [Fact]
    public async Task Sink_ThatTakesAPart_IsOfferedTheRest()
    {
        await StartServerAsync();
        _sink.Capacity = 3;

        Start([.. Enumerable.Range(0, 8).Select(i => Holding($"f{i}", i, RegisterType.UInt16))]);
        Sample[][] batches = [await _sink.NextAsync(), await _sink.NextAsync(), await _sink.NextAsync()];

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"f{i}"), batches.SelectMany(batch => batch).Select(sample => sample.Series.FieldName));
    }

    [Fact]
    public async Task Run_Cancelled_EndsWithTheCallersToken_AndMayRunAgain()
    {
        await StartServerAsync();
        var source = ModbusSource.Poll(Client(), 1, Second, "meter-1", [Holding("a", 0, RegisterType.UInt16)], new() { Registry = _registry });
        using var cancellation = new CancellationTokenSource();
        Task run = source.RunAsync(_sink, cancellation.Token);
        await _sink.NextAsync();

        Assert.Throws<InvalidOperationException>(() => { _ = source.RunAsync(_sink, cancellation.Token); });
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Task second = source.RunAsync(_sink);
        await _sink.NextAsync();
        await source.DisposeAsync();
        await second;

        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task Poll_OfARegisterMap_ReadsItsPoints()
    {
        ModbusUnit unit = await StartServerAsync();
        unit.InputRegisters.Write(12, 3_500f);
        var source = ModbusSource.Poll<Meter>(Client(), 1, Second, "meter-1", new() { Registry = _registry });
        _ = source.RunAsync(_sink, _stop.Token);
        _disposables.Add(source);

        Sample[] batch = await _sink.NextAsync();

        Assert.Equal(("meter-1.power", 3_500f), (batch[1].Series.Name, batch[1].AsSingle()));
    }

    [Theory]
    [InlineData(ModbusTable.Coils, 0, RegisterType.Int16, 0, 1, "Coils hold booleans, not Int16")]
    [InlineData(ModbusTable.HoldingRegisters, 65_535, RegisterType.Float32, 0, 1, "it takes 2 from 65535")]
    [InlineData(ModbusTable.HoldingRegisters, 0, RegisterType.Int16, 0, 0, "the scale must be finite, not 0")]
    [InlineData(ModbusTable.HoldingRegisters, 0, RegisterType.Boolean, 16, 1, "the bit must be 0 to 15")]
    public void Point_ThatContradictsItself_IsRefusedByItsName(ModbusTable table, int address, RegisterType type, int bit, double scale, string why)
    {
        var point = new ModbusPoint { Field = "p", Table = table, Address = address, Type = type, Bit = bit, Scale = scale };

        var exception = Assert.Throws<ArgumentException>(() => ModbusSource.Poll(Client(), 1, Second, "meter-1", [point]));

        Assert.Contains("\"p\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegisterType.UInt16, 0, -1)]
    [InlineData(RegisterType.UInt16, 1, 16)]
    [InlineData(RegisterType.Int16, 0, 2)]
    public void Point_WithAFieldOfBitsThatIsInNoRegister_IsRefused(RegisterType type, int bit, int bits)
    {
        var point = new ModbusPoint { Field = "p", Table = ModbusTable.HoldingRegisters, Address = 0, Type = type, Bit = bit, Bits = bits };

        var exception = Assert.Throws<ArgumentException>(() => ModbusSource.Poll(Client(), 1, Second, "meter-1", [point]));

        Assert.Contains($"it has {bits} from {bit}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_OfOneSeries_AreRefused() =>
        Assert.Throws<ArgumentException>(() => ModbusSource.Poll(
            Client(), 1, Second, "meter-1", [Holding("a", 0, RegisterType.UInt16), Holding("a", 1, RegisterType.UInt16)], new() { Registry = _registry }));

    [Fact]
    public async Task Polls_OfAThousandPoints_AllocateNothing()
    {
        await StartServerAsync();
        var sink = new CountingSink();
        var source = ModbusSource.Poll(
            Client(maxInFlight: 16), 1, Second, "meter-1", [.. Enumerable.Range(0, 1_000).Select(i => Holding($"f{i}", i * 2, RegisterType.Float32))], new() { Registry = _registry });
        _disposables.Add(source);
        source.PollEnded = _pollEnded.Set;
        _ = source.RunAsync(sink, _stop.Token);
        await _pollEnded.NextAsync();

        long bytes = await Allocations.OfTheProcessAsync(
            () =>
            {
                _time.Advance(Second);
                return _pollEnded.NextAsync();
            },
            operations: 10,
            warmup: 200);

        Assert.Equal(0, bytes);
        Assert.Equal((sink.Batches * 1_000L, 0L), (sink.Good, source.Status.Failures));
    }

    private static ModbusPoint Holding(string field, int address, RegisterType type) =>
        new() { Field = field, Table = ModbusTable.HoldingRegisters, Address = address, Type = type };

    private static async Task AnswerAsync(ScriptedPeer peer, string transactionId, bool accept)
    {
        if (accept)
            await peer.AcceptAsync();
        await peer.ExpectsAsync(transactionId + "0000 0006 01 03 0000 0001");
        await peer.RepliesAsync(transactionId + "0000 0005 01 03 02 0007");
    }

    private async Task PollAgainAsync()
    {
        await _pollEnded.NextAsync();
        _time.Advance(Second);
    }

    private async Task<ModbusUnit> StartServerAsync(ModbusUnitOptions? options = null)
    {
        _server = new ModbusServer();
        _disposables.Add(_server);
        ModbusUnit unit = _server.AddUnit(1, options);
        await _server.ListenAsync(new IPEndPoint(IPAddress.Loopback, 0));
        return unit;
    }

    private ModbusClient Client(int maxInFlight = 1)
    {
        var client = new ModbusClient(TcpConnector.To("127.0.0.1", _server?.LocalEndPoint!.Port ?? 502), new() { TimeProvider = _time, MaxInFlight = maxInFlight });
        _disposables.Add(client);
        return client;
    }

    private ModbusClient Client(ScriptedPeer peer, TimeSpan? responseTimeout = null)
    {
        var client = new ModbusClient(peer, new() { TimeProvider = _time, ResponseTimeout = responseTimeout ?? Second, Reconnect = new() { InitialDelay = TimeSpan.Zero, MaximumDelay = TimeSpan.Zero } });
        _disposables.Add(client);
        return client;
    }

    private ModbusSource Start(params ModbusPoint[] points) => Start(Client(), new(), points);

    private ModbusSource Start(ModbusClient client, ModbusSourceOptions options, params ModbusPoint[] points) => Start(client, Second, options, points);

    private ModbusSource Start(ModbusClient client, TimeSpan every, ModbusSourceOptions options, params ModbusPoint[] points)
    {
        options.Registry = _registry;
        options.Tags = [("site", "north")];
        var source = ModbusSource.Poll(client, 1, every, "meter-1", points, options);
        _disposables.Add(source);
        source.PollEnded = _pollEnded.Set;
        _ = source.RunAsync(_sink, _stop.Token);
        return source;
    }

    private sealed class Meter : IRegisterMap
    {
        public static IReadOnlyList<ModbusPoint> Points { get; } =
        [
            new() { Field = "voltage_l1", Table = ModbusTable.InputRegisters, Address = 0, Type = RegisterType.Float32, EngineeringUnit = "V" },
            new() { Field = "power", Table = ModbusTable.InputRegisters, Address = 12, Type = RegisterType.Float32, EngineeringUnit = "W" },
        ];
    }
}
