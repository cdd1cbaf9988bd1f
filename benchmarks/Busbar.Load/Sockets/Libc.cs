using System.Runtime.InteropServices;

namespace Busbar.Load;

/// <summary>What the generator asks of Linux directly, so that a client costs as little as can be.</summary>
internal static unsafe partial class Libc
{
    public const int EpollAdd = 1;
    public const int EpollRemove = 2;
    public const uint Readable = 0x1;
    public const int MonotonicClock = 1;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, int descriptor, byte* what);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* events, int maxEvents, int milliseconds);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int CreateTimer(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int SetTimer(int descriptor, int flags, TimerTime* time, TimerTime* before);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    public static partial int GetProcessorClock(int process, int* clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int GetTime(int clock, TimeSpec* time);

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimerTime
    {
        public TimeSpec Interval;
        public TimeSpec First;
    }
}
