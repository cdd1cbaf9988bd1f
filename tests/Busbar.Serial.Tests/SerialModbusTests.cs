using Busbar.Links;
using Busbar.Modbus;
using Busbar.Testing;

namespace Busbar.Serial.Tests;

/// <summary>A protocol over a line: the line's own silence, a server on it, and both after the line was gone.</summary>
public sealed class SerialModbusTests : IDisposable
{
    private const int Patience = 30_000;
    private readonly PseudoTerminal _line = new();

    public void Dispose() => _line.Dispose();

    [Theory(Timeout = Patience)]
    [InlineData(ModbusFraming.Rtu, "01030064000285D4", "01030400010002")]
    public async Task Client_AsksOverTheLine(ModbusFraming framing, string request, string answer)
    {
        await using var client = new ModbusClient(SerialConnector.Open(_line.Path, 19_200), new() { Framing = framing });
        Task<ushort[]> reading = client.ReadHoldingRegistersAsync(unit: 1, address: 100, count: 2, TestContext.Current.CancellationToken).AsTask();

        Assert.Equal(request, Convert.ToHexString(await _line.ReadAsync(request.Length / 2)));
        foreach (byte octet in WithCheck(answer))
            await _line.WriteAsync(octet);

        Assert.Equal([1, 2], await reading);
    }

    [Fact(Timeout = Patience)]
    public async Task Server_AnswersOnTheLine()
    {
        await using var server = new ModbusServer(new() { Framing = ModbusFraming.Rtu });
        server.AddUnit(1).HoldingRegisters.Write<ushort>(100, 0xABCD);
        server.Listen(SerialListener.Open(_line.Path));

        await _line.WriteAsync(WithCheck("010300640001"));

        Assert.Equal(Convert.ToHexString(WithCheck("010302ABCD")), Convert.ToHexString(await _line.ReadAsync(7)));
    }

    [Fact(Timeout = Patience)]
    public async Task Listener_OpensTheLineAgain_WhenItIsBack()
    {
        var time = new ManualTimeProvider();
        await using SerialListener listener = SerialListener.Open(_line.Path, timeProvider: time);
        Connection first = (await listener.AcceptAsync(TestContext.Current.CancellationToken))!;
        Task<Connection?> next = listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
        _line.Dispose(); // unplugged: the device is gone

        await first.DisposeAsync();
        await time.NextTimerAsync(TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);

        await listener.DisposeAsync();
        Assert.Null(await next);
    }

    [Fact(Timeout = Patience)]
    public async Task Listener_GivesTheLineToTheNext_WhenItsConnectionEnds()
    {
        await using SerialListener listener = SerialListener.Open(_line.Path);
        Assert.Equal(_line.Path, listener.LocalEndPoint.ToString());
        for (byte round = 1; round <= 3; round++)
        {
            await using Connection connection = (await listener.AcceptAsync(TestContext.Current.CancellationToken))!;
            await _line.WriteAsync(round);
            Assert.Equal(round, (await connection.Input.ReadAsync(TestContext.Current.CancellationToken)).Buffer.FirstSpan[0]);
        }
    }

    [Fact]
    public void Listener_SaysAtOnce_ThatThereIsNoLine() =>
        Assert.Throws<ConnectException>(() => SerialListener.Open("/dev/there-is-none"));

    private static byte[] WithCheck(string hex)
    {
        byte[] octets = Convert.FromHexString(hex);
        ushort crc = 0xFFFF;
        foreach (byte octet in octets)
        {
            crc ^= octet;
            for (int bit = 0; bit < 8; bit++)
                crc = (ushort)((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
        }

        return [.. octets, (byte)crc, (byte)(crc >> 8)];
    }
}
