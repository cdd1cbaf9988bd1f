using System.Runtime.InteropServices;
using Busbar.Serial.Interop;

namespace Busbar.Serial.Tests;

/// <summary>A line whose far end the test holds. It keeps a rate, but has eight bits, no parity and no RTS.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWriteNoController = 0x2 | 0x100 | 0x800;

    private readonly int _file;

    public PseudoTerminal()
    {
        int file = posix_openpt(ReadWriteNoController);
        Assert.True(file >= 0 && grantpt(file) == 0 && unlockpt(file) == 0, "There is no pseudo-terminal to be had.");
        var name = new byte[128];
        Assert.Equal(0, ptsname_r(file, name, (nuint)name.Length));
        Path = System.Text.Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
        _file = file;
        FarEnd = new LinuxSerialPort(file);
    }

    /// <summary>The device.</summary>
    public string Path { get; }

    public LinuxSerialPort FarEnd { get; }

    /// <summary>What the line was set to; a second opening would be refused.</summary>
    public Termios Settings
    {
        get
        {
            Termios settings = default;
            Assert.Equal(0, Libc.ioctl_settings(_file, Libc.GetSettings, ref settings));
            return settings;
        }
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        var octets = new byte[count];
        for (int at = 0; at < count;)
        {
            int read = await FarEnd.ReadAsync(octets.AsMemory(at), TestContext.Current.CancellationToken);
            Assert.NotEqual(0, read);
            at += read;
        }

        return octets;
    }

    public Task WriteAsync(params byte[] octets) => FarEnd.WriteAsync(octets, TestContext.Current.CancellationToken).AsTask();

    public void Dispose() => FarEnd.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int modes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ptsname_r(int file, [Out] byte[] name, nuint length);
}
