using System.Globalization;
using Busbar.Interop.Tests.Peers;
using Busbar.Modbus;
using Busbar.Serial;

namespace Busbar.Interop.Tests.Modbus;

/// <summary>A line between our side and a peer's: its settings, the same on both.</summary>
internal sealed class SerialLine : IAsyncDisposable
{
    private readonly SerialPair _pair;
    private readonly ModbusFraming _framing;
    private readonly int _baud;

    private SerialLine(SerialPair pair, ModbusFraming framing, int baud)
    {
        _pair = pair;
        _framing = framing;
        _baud = baud;
    }

    /// <summary>The rates, each in both framings.</summary>
    public static TheoryData<ModbusFraming, int> FramingsAndRates { get; } = new()
    {
        { ModbusFraming.Rtu, 1_200 }, { ModbusFraming.Rtu, 19_200 }, { ModbusFraming.Rtu, 115_200 },
        { ModbusFraming.Ascii, 1_200 }, { ModbusFraming.Ascii, 19_200 }, { ModbusFraming.Ascii, 115_200 },
    };

    /// <summary>The rates alone, for peers that know one framing.</summary>
    public static TheoryData<int> Rates { get; } = [1_200, 19_200, 115_200];

    public string Device => _pair.Theirs;

    public string Baud => _baud.ToString(CultureInfo.InvariantCulture);

    /// <summary>The line as our scripts are told of it.</summary>
    public string[] Target => [_framing == ModbusFraming.Rtu ? "rtu" : "ascii", Device, Baud];

    /// <summary>Without parity, which a pseudo-terminal does not have and the C library therefore refuses, and so with two stop bits.</summary>
    private SerialOptions Settings => new() { BaudRate = _baud, Parity = SerialParity.None, StopBits = SerialStopBits.Two };

    public static async Task<SerialLine> OpenAsync(ModbusFraming framing, int baud) => new(await SerialPair.OpenAsync(), framing, baud);

    /// <summary>A server of ours on our end, with one unit.</summary>
    public ModbusServer Serve(out ModbusUnit unit, ModbusUnitOptions? options = null)
    {
        var server = new ModbusServer(new() { Framing = _framing });
        unit = server.AddUnit(1, options);
        server.Listen(SerialListener.Open(_pair.Ours, Settings));
        return server;
    }

    /// <summary>A client of ours on our end, or on the other.</summary>
    public ModbusClient Connect(bool onTheirs = false) => new(
        SerialConnector.Open(onTheirs ? _pair.Theirs : _pair.Ours, Settings),
        new() { Framing = _framing, ResponseTimeout = TimeSpan.FromSeconds(60), Reconnect = new() { ConnectTimeout = TimeSpan.FromSeconds(60) } });

    public ValueTask DisposeAsync() => _pair.DisposeAsync();
}
