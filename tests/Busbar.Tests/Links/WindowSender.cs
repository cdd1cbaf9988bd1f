using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>Sends data, at most a window of them unacknowledged, the rest queued; keeps alive; gives up without acknowledgement.</summary>
internal sealed class WindowSender(int window, TimeSpan acknowledgeWithin, TimeSpan idle) : ISession
{
    private readonly Queue<WindowOperation> _waiting = new(256);
    private readonly Queue<WindowOperation> _outstanding = new(256);
    private uint _sent;
    private long _acknowledgeBy = long.MaxValue;
    private long _keepAliveAt = long.MaxValue;

    public long Deadline => Math.Min(_acknowledgeBy, _keepAliveAt);

    public uint Events { get; private set; }

    public uint KeepAlives { get; private set; }

    public int MostOutstanding { get; private set; }

    public CloseReason? ClosedWith { get; private set; }

    public void Send(WindowOperation operation, long now, SessionOutput output)
    {
        _waiting.Enqueue(operation);
        FillWindow(now, output);
    }

    public void OnOpened(long now, SessionOutput output) => _keepAliveAt = now + idle.Ticks;

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        int consumed = 0;
        for (; octets.Length - consumed >= WindowProtocol.FrameLength; consumed += WindowProtocol.FrameLength)
        {
            ReadOnlySpan<byte> frame = octets[consumed..];
            uint number = BinaryPrimitives.ReadUInt32BigEndian(frame[1..]);
            switch (frame[0])
            {
                case WindowProtocol.Acknowledge:
                    OnAcknowledged(number, now, output);
                    break;
                case WindowProtocol.Event when number == Events:
                    Events++;
                    break;
                case 0:
                    output.Skipped(consumed, WindowProtocol.FrameLength, "frame type 0 means nothing");
                    break;
                default:
                    output.Close(CloseReason.Violation(consumed, $"frame type {frame[0]} with number {number} is not expected"));
                    return consumed;
            }
        }

        return consumed;
    }

    public void OnDeadline(long now, SessionOutput output)
    {
        if (now >= _acknowledgeBy)
        {
            output.Close(CloseReason.TimedOut("no acknowledgement"));
        }
        else if (now >= _keepAliveAt)
        {
            WindowProtocol.Write(output, WindowProtocol.KeepAlive, ++KeepAlives, 0);
            _keepAliveAt = now + idle.Ticks;
        }
    }

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
        ClosedWith = reason;
        foreach (WindowOperation operation in _outstanding.Concat(_waiting))
        {
            operation.Failure = reason;
            output.Complete(operation);
        }
    }

    private void OnAcknowledged(uint number, long now, SessionOutput output)
    {
        while (_outstanding.TryPeek(out WindowOperation? first) && first.Sequence <= number)
            output.Complete(_outstanding.Dequeue());
        _acknowledgeBy = _outstanding.Count > 0 ? now + acknowledgeWithin.Ticks : long.MaxValue;
        FillWindow(now, output);
    }

    private void FillWindow(long now, SessionOutput output)
    {
        while (_outstanding.Count < window && _waiting.TryDequeue(out WindowOperation? next))
        {
            next.Sequence = ++_sent;
            WindowProtocol.Write(output, WindowProtocol.Data, next.Sequence, next.Value);
            _outstanding.Enqueue(next);
            _keepAliveAt = now + idle.Ticks;
            if (_acknowledgeBy == long.MaxValue)
                _acknowledgeBy = now + acknowledgeWithin.Ticks;
        }

        MostOutstanding = Math.Max(MostOutstanding, _outstanding.Count);
    }
}
