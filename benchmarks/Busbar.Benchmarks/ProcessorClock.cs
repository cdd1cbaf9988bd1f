using System.Runtime.InteropServices;
using Perfolizer.Horology;

namespace Busbar.Benchmarks;

/// <summary>
/// The processor time of this process in place of the time on the wall: what an operation costs on a machine whose cores others
/// are using as well. Waiting costs nothing here, so it is for figures of work, not of latency. POSIX systems only.
/// </summary>
public sealed partial class ProcessorClock : IClock
{
    private const int ProcessCpuTime = 2; // CLOCK_PROCESS_CPUTIME_ID of Linux

    /// <inheritdoc/>
    public string Title => "processor time";

    /// <inheritdoc/>
    public bool IsAvailable => OperatingSystem.IsLinux();

    /// <inheritdoc/>
    public Frequency Frequency { get; } = Frequency.GHz;

    /// <inheritdoc/>
    public long GetTimestamp()
    {
        if (ReadClock(ProcessCpuTime, out TimeSpec time) != 0)
            throw new PlatformNotSupportedException("This system has no clock of the process's processor time.");
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
