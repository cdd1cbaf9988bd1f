using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Busbar.Load;

/// <summary>Waits for descriptors that can be read; each is known by a number of the caller's.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int MaxEvents = 256;

    // The kernel packs the event on x86-64 and aligns it elsewhere.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly int _epoll = Checked(Libc.CreateEpoll(0));
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);

    private static int Stride => DataOffset + 8;

    public void Add(int descriptor, int number)
    {
        byte* what = stackalloc byte[16];
        *(uint*)what = Libc.Readable;
        *(long*)(what + DataOffset) = number;
        Checked(Libc.ControlEpoll(_epoll, Libc.EpollAdd, descriptor, what));
    }

    public void Remove(int descriptor)
    {
        byte* what = stackalloc byte[16];
        Checked(Libc.ControlEpoll(_epoll, Libc.EpollRemove, descriptor, what));
    }

    /// <returns>How many can be read; <see cref="this"/> tells which.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
            return Math.Max(Libc.WaitEpoll(_epoll, events, MaxEvents, milliseconds), 0); // less is an interruption
    }

    public int this[int index] => (int)MemoryMarshal.Read<long>(_events.AsSpan((index * Stride) + DataOffset));

    public void Dispose() => _ = Libc.Close(_epoll);

    public static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
