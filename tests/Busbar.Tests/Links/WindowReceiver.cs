using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>
/// Acknowledges each read's data with one frame, checks that nothing is lost or out of order (a value is a caller's number and that
/// caller's count), and sends an event nobody asked for after every so many data.
/// </summary>
internal sealed class WindowReceiver(int callers) : ISession
{
    private readonly uint[] _counts = new uint[callers];
    private uint _last;

    public long Deadline => long.MaxValue;

    public uint Received => Volatile.Read(ref _last);

    public uint Events { get; private set; }

    public string? Wrong { get; private set; }

    public void OnOpened(long now, SessionOutput output)
    {
    }

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        int consumed = 0;
        for (; octets.Length - consumed >= WindowProtocol.FrameLength; consumed += WindowProtocol.FrameLength)
        {
            ReadOnlySpan<byte> frame = octets[consumed..];
            if (frame[0] == WindowProtocol.Data)
                OnData(BinaryPrimitives.ReadUInt32BigEndian(frame[1..]), BinaryPrimitives.ReadUInt32BigEndian(frame[5..]), output);
        }

        if (consumed > 0)
            WindowProtocol.Write(output, WindowProtocol.Acknowledge, _last, 0);
        return consumed;
    }

    public void SendEvent(SessionOutput output) => WindowProtocol.Write(output, WindowProtocol.Event, Events++, 0);

    public void OnDeadline(long now, SessionOutput output)
    {
    }

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
    }

    private void OnData(uint sequence, uint value, SessionOutput output)
    {
        uint caller = value >> 24;
        uint count = value & 0xFF_FFFF;
        if (sequence != _last + 1)
            Wrong ??= $"sequence {sequence} after {_last}";
        if (count != _counts[caller])
            Wrong ??= $"caller {caller} sent {count}, expected {_counts[caller]}";
        _counts[caller] = count + 1;
        Volatile.Write(ref _last, sequence);
        if (sequence % 7 == 0)
            SendEvent(output);
    }
}
