using Busbar.Testing;

namespace Busbar.Serial.Tests;

/// <summary>Who turns the line round, and when; no pseudo-terminal knows RTS.</summary>
public sealed class SerialStreamTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingPort _port = new();

    public void Dispose() => _port.Dispose();

    [Theory]
    [InlineData(true, "rts False; rts True; write 2; drain; rts False")]
    [InlineData(false, "rts True; rts False; write 2; drain; rts True")]
    public async Task Process_TurnsTheLineRound_AroundEachWrite(bool rtsOnSend, string expected)
    {
        using SerialStream stream = Stream(new() { Control = Rs485Control.Process, RtsOnSend = rtsOnSend });

        await stream.WriteAsync(new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal(expected, _port.Said);
    }

    [Fact]
    public async Task Process_WaitsBeforeAndAfter()
    {
        using SerialStream stream = Stream(new()
        {
            Control = Rs485Control.Process,
            DelayBeforeSend = TimeSpan.FromMilliseconds(2),
            DelayAfterSend = TimeSpan.FromMilliseconds(3),
        });

        Task writing = stream.WriteAsync(new byte[2], TestContext.Current.CancellationToken).AsTask();
        Assert.Equal("rts False; rts True", _port.Said);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        await _time.NextTimerAsync(TimeSpan.FromMilliseconds(3));
        Assert.Equal("rts False; rts True; write 2; drain", _port.Said);
        _time.Advance(TimeSpan.FromMilliseconds(3));
        await writing;

        Assert.Equal("rts False; rts True; write 2; drain; rts False", _port.Said);
    }

    [Fact]
    public async Task Process_GivesTheLineBack_WhenTheWriteFails()
    {
        _port.Fails = true;
        using SerialStream stream = Stream(new() { Control = Rs485Control.Process });

        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(new byte[2], TestContext.Current.CancellationToken));

        Assert.Equal("rts False; rts True; rts False", _port.Said);
    }

    [Fact]
    public async Task Driver_IsLeftAlone()
    {
        using SerialStream stream = Stream(new());

        await stream.WriteAsync(new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal("write 2", _port.Said);
    }

    private SerialStream Stream(Rs485Options options)
    {
        var stream = new SerialStream(_port, options, _time);
        stream.Begin();
        return stream;
    }

    private sealed class RecordingPort : ISerialPort
    {
        private readonly List<string> _said = [];

        public bool Fails { get; set; }

        public string Said => string.Join("; ", _said);

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new(0);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new IOException("unplugged");
            _said.Add($"write {buffer.Length}");
            return default;
        }

        public Task DrainAsync()
        {
            _said.Add("drain");
            return Task.CompletedTask;
        }

        public void SetRequestToSend(bool isSet) => _said.Add($"rts {isSet}");

        public void DiscardInput() => _said.Add("discard");

        public void Dispose()
        {
        }
    }
}
