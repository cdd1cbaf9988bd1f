using Busbar.Links;

namespace Busbar.Serial;

/// <summary>
/// Opens a serial line. One connection at a time: the line is locked while it is open, so that a second opening, by this process or another
/// that asks for the lock, fails. A link that reconnects opens it again after an adapter was unplugged and is back.
/// </summary>
/// <remarks>On Linux, on x86, ARM, RISC-V and LoongArch; elsewhere every attempt throws <see cref="PlatformNotSupportedException"/> and says what to take.</remarks>
public sealed class SerialConnector : IConnector
{
    private readonly SerialOptions _options;
    private readonly TimeProvider _time;

    private SerialConnector(string path, SerialOptions options, TimeProvider? timeProvider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        _time = timeProvider ?? TimeProvider.System;
        Target = path;
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <summary>A connector to a line with eight data bits. Nothing is opened yet.</summary>
    /// <param name="path">The device, for example <c>/dev/ttyUSB0</c>.</param>
    /// <param name="baud">Bits a second; see <see cref="SerialOptions.BaudRate"/>.</param>
    /// <param name="parity">The checking bit.</param>
    /// <param name="stopBits">The end of a character.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rate, parity or number of bits.</exception>
    public static SerialConnector Open(string path, int baud = 19_200, SerialParity parity = SerialParity.Even, SerialStopBits stopBits = SerialStopBits.One) =>
        Open(path, new SerialOptions { BaudRate = baud, Parity = parity, StopBits = stopBits });

    /// <summary>A connector to a line. Nothing is opened yet.</summary>
    /// <param name="path">The device, for example <c>/dev/ttyUSB0</c>.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="timeProvider">The clock of the delays of <see cref="Rs485Options"/>; the system's unless given.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two exclude each other.</exception>
    public static SerialConnector Open(string path, SerialOptions options, TimeProvider? timeProvider = null) => new(path, options, timeProvider);

    /// <inheritdoc/>
    public ValueTask<Connection> ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<Connection>(OpenLine(Target, _options, _time));
    }

    /// <exception cref="ConnectException">It could not be opened, or does not take the settings.</exception>
    internal static SerialConnection OpenLine(string path, SerialOptions options, TimeProvider timeProvider)
    {
        LinuxSerialPort? port = null;
        try
        {
            port = LinuxSerialPort.Open(path, options);
            return new SerialConnection(port, path, options, timeProvider);
        }
        catch (IOException exception)
        {
            port?.Dispose();
            throw new ConnectException(path, exception.Message, exception);
        }
    }
}
