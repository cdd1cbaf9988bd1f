using System.Buffers;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <summary>
/// Writes MessagePack values one behind the other, each in its smallest format. Nothing is allocated. A call with a wrong argument
/// throws and writes nothing. Pass it by reference, and end with <see cref="Flush"/>.
/// </summary>
/// <remarks>
/// Whoever writes an array or map says how many elements follow and has to write as many: the writer does not count them.
/// </remarks>
public ref partial struct MessagePackWriter
{
    private const int MaxReserved = 1024; // octets that are asked for in one piece, so that short values are not cut

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _octets; // lent by the output
    private int _position; // in it, not yet advanced over
    private long _flushed;

    /// <summary>Writes to a buffer writer, which stays the caller's and is not touched by others until <see cref="Flush"/>.</summary>
    /// <param name="output">Where the octets go.</param>
    public MessagePackWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Octets written since construction, whether flushed or not.</summary>
    public readonly long Written => _flushed + _position;

    /// <summary>Hands all that was written to the output; the writer can go on afterwards.</summary>
    public void Flush()
    {
        if (_position > 0)
            _output.Advance(_position);
        _flushed += _position;
        _position = 0;
        _octets = default; // what is lent is valid until the output advances
    }

    /// <summary>Writes nil; specification, "nil format".</summary>
    public void WriteNil() => WriteOctet(Formats.Nil);

    /// <summary>Writes a boolean; specification, "bool format family".</summary>
    public void WriteBoolean(bool value) => WriteOctet(value ? Formats.True : Formats.False);

    /// <summary>Writes the header of an array; specification, "array format family".</summary>
    /// <param name="count">How many values follow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void WriteArrayHeader(int count) => WriteCount(count, Formats.FixArray, Formats.Array16);

    /// <summary>Writes the header of a map; specification, "map format family".</summary>
    /// <param name="count">How many pairs of key and value follow.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void WriteMapHeader(int count) => WriteCount(count, Formats.FixMap, Formats.Map16);

    /// <summary>Writes octets that are MessagePack already, or the payload of a header.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> octets)
    {
        if (octets.Length > _octets.Length - _position && octets.Length > MaxReserved)
        {
            WriteLong(octets);
            return;
        }

        octets.CopyTo(Reserve(octets.Length));
        _position += octets.Length;
    }

    /// <summary>
    /// Room for that many octets behind what was written; they count when the position moves over them. Flushes when it must, which moves the
    /// position: never on the right of a compound assignment to it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int count)
    {
        if (count > _octets.Length - _position)
            Renew(count);
        return _octets[_position..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Renew(int count)
    {
        Flush();
        _octets = _output.GetSpan(count);
    }

    // A long payload goes through as many buffers as the output likes to lend.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLong(scoped ReadOnlySpan<byte> octets)
    {
        Flush();
        _output.Write(octets);
        _flushed += octets.Length;
    }

    private void WriteOctet(byte octet)
    {
        Reserve(1)[0] = octet;
        _position++;
    }
}
