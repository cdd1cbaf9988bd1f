using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// What came from a serial line and is no frame yet, and the framing of what goes there. Kept here and not left with the link, since
/// silence may make a frame of it. Allocates nothing once it is made.
/// </summary>
internal sealed class SerialLine(ModbusFraming framing, PduDirection receives, SerialLineOptions options)
{
    private readonly RtuCodec _rtu = new(receives);
    private AsciiCodec _ascii = new(options.AsciiDelimiter);
    private byte _delimiter = options.AsciiDelimiter;
    private readonly byte[] _received = new byte[2 * AsciiCodec.MaxAduLength]; // what is incomplete is shorter than one frame
    private readonly byte[] _echo = options.Echo ? new byte[AsciiCodec.MaxAduLength] : [];
    private int _echoLength; // octets that were sent and may come back, 0 when none

    /// <summary>Octets that are here.</summary>
    public int Count { get; private set; }

    public bool IsEmpty => Count == 0;

    /// <summary>The character behind CR that ends an ASCII frame from now on, both ways.</summary>
    public byte Delimiter
    {
        set
        {
            _delimiter = value;
            _ascii = new AsciiCodec(value);
        }
    }

    /// <summary>Takes octets in.</summary>
    /// <returns>How many were taken: at least one, as long as frames are read in between.</returns>
    public int Take(ReadOnlySpan<byte> octets)
    {
        int taken = Math.Min(octets.Length, _received.Length - Count);
        octets[..taken].CopyTo(_received.AsSpan(Count));
        Count += taken;
        return taken;
    }

    /// <summary>What is at the front, behind the echo of what was sent; it stays there until it is dropped.</summary>
    public FrameStatus Decode(bool isSilent, out ModbusFrame frame)
    {
        if (_echoLength > 0 && !IsPastEcho(isSilent))
        {
            frame = default;
            return FrameStatus.Incomplete();
        }

        ReadOnlySpan<byte> octets = _received.AsSpan(0, Count);
        return framing == ModbusFraming.Rtu
            ? (isSilent ? _rtu.AtSilence : _rtu).Decode(octets, out frame)
            : (isSilent ? _ascii.AtSilence : _ascii).Decode(octets, out frame);
    }

    public void Drop(int count)
    {
        _received.AsSpan(count..Count).CopyTo(_received);
        Count -= count;
    }

    public void Clear() => Count = 0;

    public void Write(SessionOutput output, byte unit, ReadOnlySpan<byte> pdu)
    {
        Span<byte> adu = output.GetSpan(AsciiCodec.MaxAduLength);
        int length = framing == ModbusFraming.Rtu ? RtuCodec.Encode(adu, unit, pdu) : AsciiCodec.Encode(adu, unit, pdu, _delimiter);
        if (options.Echo)
        {
            adu[..length].CopyTo(_echo);
            _echoLength = length;
        }

        output.Advance(length);
        output.EndFrame();
    }

    /// <returns>False while all that came may be an echo.</returns>
    private bool IsPastEcho(bool isSilent)
    {
        int compared = Math.Min(Count, _echoLength);
        if (!_received.AsSpan(0, compared).SequenceEqual(_echo.AsSpan(0, compared)) || (isSilent && compared < _echoLength))
        {
            _echoLength = 0; // this line gave nothing back
            return true;
        }

        if (compared < _echoLength)
            return false;
        Drop(_echoLength);
        _echoLength = 0;
        return Count > 0;
    }
}
