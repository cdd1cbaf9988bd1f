using System.Net.Sockets;
using System.Runtime.InteropServices;
using Busbar.Serial.Interop;

namespace Busbar.Serial;

/// <summary>
/// A line by the kernel's own calls. It is read and written through a <see cref="Socket"/> over its file: the runtime's one poll of all sockets then
/// serves it too, without a thread of its own, and reads can be cancelled.
/// </summary>
internal sealed class LinuxSerialPort : ISerialPort
{
    private const int MinimumCharacters = 6; // VMIN
    private const int WaitingTime = 5;       // VTIME
    private const double TakenForEqual = 0.03; // a receiver that meets each bit's middle stands so much

    private readonly SafeSocketHandle _handle;
    private readonly Socket _socket;
    private readonly int _file;

    internal LinuxSerialPort(int file)
    {
        _file = file;
        _handle = new SafeSocketHandle(file, ownsHandle: true);
        _socket = new Socket(_handle);
    }

    /// <exception cref="IOException">With a sentence that says what to do.</exception>
    public static LinuxSerialPort Open(string path, SerialOptions options)
    {
        ThrowIfNotSupported();
        int file = Libc.open(path, Libc.OpenModes);
        if (file < 0)
            throw Failure("it could not be opened");
        try
        {
            Configure(file, options);
            return new LinuxSerialPort(file);
        }
        catch
        {
            Libc.close(file);
            throw;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
                buffer = buffer[await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public Task DrainAsync() => Task.Run(() => Libc.tcdrain(_file)); // it waits for the line's bits

    public void SetRequestToSend(bool isSet)
    {
        if (Libc.ioctl(_file, isSet ? Libc.SetModemLines : Libc.ClearModemLines, Libc.RequestToSend) < 0)
            throw Failure("RTS cannot be steered");
    }

    public void DiscardInput() => Libc.tcflush(_file, Libc.InputQueue);

    public void Dispose()
    {
        if (!_handle.IsClosed)
            Libc.tcflush(_file, Libc.BothQueues); // a close would wait for what a stopped line never sends
        _socket.Dispose();
    }

    internal static void ThrowIfNotSupported()
    {
        // The others lay out termios2, or number its flags, in their own ways.
        bool isGeneric = RuntimeInformation.ProcessArchitecture
            is Architecture.X64 or Architecture.X86 or Architecture.Arm64 or Architecture.Arm or Architecture.RiscV64 or Architecture.LoongArch64;
        if (!OperatingSystem.IsLinux() || !isGeneric)
        {
            throw new PlatformNotSupportedException(
                "Busbar opens serial lines on Linux; elsewhere give Connector.FromStream the BaseStream of an open System.IO.Ports.SerialPort.");
        }
    }

    private static void Configure(int file, SerialOptions options)
    {
        Termios actual = default;
        if (Libc.ioctl_settings(file, Libc.GetSettings, ref actual) < 0)
            throw Failure("it is no serial line");
        if (Libc.flock(file, Libc.ExclusiveOrFail) < 0)
            throw Failure("it could not be locked");
        _ = Libc.ioctl_plain(file, Libc.SetExclusive); // keeps those out who do not ask for the lock; root is not kept out by it

        uint rate = (uint)options.BaudRate;
        var settings = new Termios
        {
            Input = InputModes.IgnoreBreak | (options.Parity == SerialParity.None ? 0 : InputModes.CheckParity),
            Control = ControlModes.Receive | ControlModes.IgnoreModemLines | ControlModes.RateInFigures
                | (options.DataBits == 7 ? ControlModes.SevenBits : ControlModes.EightBits)
                | (options.StopBits == SerialStopBits.Two ? ControlModes.TwoStopBits : 0)
                | (options.Parity == SerialParity.None ? 0 : ControlModes.Parity)
                | (options.Parity == SerialParity.Odd ? ControlModes.OddParity : 0)
                | (options.RtsCtsHandshake ? ControlModes.RtsCts : 0),
            InputSpeed = rate,
            OutputSpeed = rate,
        };
        settings.Characters[MinimumCharacters] = 1;
        settings.Characters[WaitingTime] = 0;
        // A driver takes what it can and says nothing of the rest, so the one that matters most is looked at.
        if (Libc.ioctl_settings(file, Libc.SetSettings, ref settings) < 0 || Libc.ioctl_settings(file, Libc.GetSettings, ref actual) < 0)
            throw Failure("it does not take these settings");
        if (Math.Abs((double)actual.OutputSpeed - rate) > rate * TakenForEqual)
            throw new IOException($"it makes {actual.OutputSpeed} baud of {rate}.");

        if (options.Rs485 is { Control: Rs485Control.Driver } rs485 && Libc.ioctl_rs485(file, Libc.SetRs485, Settings(rs485)) < 0)
            throw Failure("its driver does not turn RS-485 lines round (Rs485Control.Process may)");
        Libc.tcflush(file, Libc.BothQueues); // what came before it was set up is noise
    }

    private static Rs485Settings Settings(Rs485Options options) => new()
    {
        Flags = Rs485Settings.Enabled
            | (options.RtsOnSend ? Rs485Settings.RtsOnSend : Rs485Settings.RtsAfterSend)
            | (options.ReceiveWhileSending ? Rs485Settings.ReceiveDuringSend : 0),
        DelayBeforeSend = (uint)options.DelayBeforeSend.TotalMilliseconds,
        DelayAfterSend = (uint)options.DelayAfterSend.TotalMilliseconds,
    };

    private static IOException Failure(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        string why = error switch
        {
            Libc.NoSuchFile => "there is no such device",
            Libc.NotPermitted => "permission denied; is the user in the group of the device, mostly dialout?",
            Libc.Busy or Libc.WouldBlock => "another process has it",
            Libc.NotATerminal => "the device does not know that",
            _ => Marshal.GetPInvokeErrorMessage(error),
        };
        return new IOException($"{what}: {why}.");
    }
}
