namespace Busbar.Load;

/// <summary>A timer of the kernel that an <see cref="Epoll"/> waits for like a socket.</summary>
internal sealed unsafe class IntervalTimer : IDisposable
{
    private const int NonBlocking = 0x800;

    public IntervalTimer(TimeSpan interval)
    {
        Descriptor = Epoll.Checked(Libc.CreateTimer(Libc.MonotonicClock, NonBlocking));
        var each = new Libc.TimeSpec { Seconds = (nint)(interval.Ticks / TimeSpan.TicksPerSecond), Nanoseconds = (nint)(interval.Ticks % TimeSpan.TicksPerSecond * 100) };
        var time = new Libc.TimerTime { Interval = each, First = each };
        Epoll.Checked(Libc.SetTimer(Descriptor, 0, &time, null));
    }

    public int Descriptor { get; }

    /// <summary>How often it has become due since the last call.</summary>
    public long Take()
    {
        long count;
        return Libc.Read(Descriptor, (byte*)&count, sizeof(long)) == sizeof(long) ? count : 0;
    }

    public void Dispose() => _ = Libc.Close(Descriptor);
}
