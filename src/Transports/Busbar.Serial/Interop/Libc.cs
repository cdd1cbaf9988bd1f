using System.Runtime.InteropServices;

namespace Busbar.Serial.Interop;

/// <summary>What is called of the C library. Its names are kept.</summary>
internal static partial class Libc
{
    // open: read and write, never the controlling terminal, no waiting for a modem's carrier, not inherited
    public const int OpenModes = 0x2 | 0x100 | 0x800 | 0x80000;
    public const int InputQueue = 0;       // TCIFLUSH
    public const int BothQueues = 2;       // TCIOFLUSH
    public const int ExclusiveOrFail = 6;  // LOCK_EX | LOCK_NB
    public const nuint GetSettings = 0x802C542A;   // TCGETS2
    public const nuint SetSettings = 0x402C542B;   // TCSETS2
    public const nuint SetExclusive = 0x540C;      // TIOCEXCL
    public const nuint SetModemLines = 0x5416;     // TIOCMBIS
    public const nuint ClearModemLines = 0x5417;   // TIOCMBIC
    public const nuint SetRs485 = 0x542F;          // TIOCSRS485
    public const int RequestToSend = 0x4;          // TIOCM_RTS
    public const int NotPermitted = 13;            // EACCES
    public const int NoSuchFile = 2;               // ENOENT
    public const int Busy = 16;                    // EBUSY
    public const int WouldBlock = 11;              // EAGAIN
    public const int NotATerminal = 25;            // ENOTTY

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int modes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int flock(int file, int operation);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int tcflush(int file, int queues);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int tcdrain(int file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, in int lines);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "ioctl")]
    internal static partial int ioctl_rs485(int file, nuint request, in Rs485Settings settings);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "ioctl")]
    internal static partial int ioctl_settings(int file, nuint request, ref Termios settings);

    [LibraryImport("libc", SetLastError = true, EntryPoint = "ioctl")]
    internal static partial int ioctl_plain(int file, nuint request);
}
