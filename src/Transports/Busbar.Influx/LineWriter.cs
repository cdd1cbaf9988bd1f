using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Busbar.Influx;

/// <summary>One run of <see cref="LineProtocol"/>: where it stands in the buffer and in the line. Allocates nothing per sample.</summary>
internal ref struct LineWriter
{
    // A line of very many fields is cut in two of the same identity and time, which means the same to the server.
    private const int MaxFields = 512;
    private const int MaxInteger = 21; // 20 digits or a sign and 19, and the suffix
    private const int Chunk = 4096;

    private readonly IBufferWriter<byte> _output;
    private readonly bool _unsigned;
    private readonly long _unit;
    private Span<byte> _span;
    private int _position;
    private long _advanced;
    private SeriesGroup? _group; // of the line that is open or would be opened
    private long _time;
    private int _fieldsInLine; // 0: nothing of the line is written yet
    private TimestampText _timestamp; // the last one written: neighbours mostly share it
    private int _timestampLength;
    private long _timestampOf;
    private int _lines;
    private int _fields;
    private int _rejected;

    public LineWriter(IBufferWriter<byte> output, bool unsigned, long unit)
    {
        _output = output;
        _unsigned = unsigned;
        _unit = unit;
    }

    /// <summary>Adds a sample to the open line or begins another; false, and nothing done, when that would begin a line beyond the limit.</summary>
    public bool TryAdd(in Sample sample, long softLimit)
    {
        Series? series = sample.Series;
        if (series is null)
        {
            _rejected++;
            return true;
        }

        SeriesGroup group = series.Group;
        if (!ReferenceEquals(group, _group) || sample.SourceTimeNanoseconds != _time || _fieldsInLine >= MaxFields)
        {
            EndLine();
            if (_advanced + _position >= softLimit)
                return false;
            _group = group;
            _time = sample.SourceTimeNanoseconds;
        }

        Add(in sample, series);
        return true;
    }

    /// <summary>Ends the open line and hands everything to the output.</summary>
    public LineProtocolResult Finish()
    {
        EndLine();
        Advance();
        return new LineProtocolResult(_lines, _fields, _rejected);
    }

    private void Add(in Sample sample, Series series)
    {
        LineHead head = LineHead.Of(series);
        if (sample.Kind != SampleKind.None)
            AddValue(in sample, head);
        if (sample.Quality != Quality.Good || sample.Kind == SampleKind.None)
        {
            BeginField(head.Quality, MaxInteger);
            WriteInteger((ushort)sample.Quality, (byte)'i');
        }
    }

    private void AddValue(in Sample sample, LineHead head)
    {
        switch (sample.Kind)
        {
            case SampleKind.Double when double.IsFinite(sample.AsDouble()):
                BeginField(head.Text, Utf8Number.MaxLength);
                Utf8Number.TryFormat(sample.AsDouble(), _span[_position..], out int written);
                _position += written;
                break;
            case SampleKind.Single when float.IsFinite(sample.AsSingle()):
                BeginField(head.Text, Utf8Number.MaxLength);
                Utf8Number.TryFormat(sample.AsSingle(), _span[_position..], out written);
                _position += written;
                break;
            case SampleKind.Int64:
                BeginField(head.Text, Utf8Number.MaxLength);
                Utf8Number.TryFormat(sample.AsInt64(), _span[_position..], out written);
                _position += written;
                _span[_position++] = (byte)'i';
                break;
            case SampleKind.UInt64 when _unsigned || sample.Bits <= long.MaxValue:
                BeginField(head.Text, MaxInteger);
                WriteInteger(sample.Bits, _unsigned ? (byte)'u' : (byte)'i');
                break;
            case SampleKind.Boolean:
                BeginField(head.Text, 1);
                _span[_position++] = sample.AsBoolean() ? (byte)'t' : (byte)'f';
                break;
            case SampleKind.String:
                AddText(sample.Text!, head);
                break;
            default:
                _rejected++;
                break;
        }
    }

    private void AddText(string text, LineHead head)
    {
        BeginField(head.Text, checked((text.Length * 3) + 2)); // three octets a UTF-16 unit at most; escaped ones take two
        _span[_position++] = (byte)'"';
        ReadOnlySpan<char> rest = text;
        while (true)
        {
            int special = rest.IndexOfAny('"', '\\');
            _position += Encoding.UTF8.GetBytes(special < 0 ? rest : rest[..special], _span[_position..]);
            if (special < 0)
                break;
            _span[_position++] = (byte)'\\';
            _span[_position++] = (byte)rest[special];
            rest = rest[(special + 1)..];
        }

        _span[_position++] = (byte)'"';
    }

    // The head of the line, when this is its first field, or a comma; then the field's name; then room for its value.
    private void BeginField(ReadOnlySpan<byte> name, int room)
    {
        if (_fieldsInLine++ == 0)
        {
            ReadOnlySpan<byte> head = LineHead.Of(_group!).Text;
            Ensure(head.Length + name.Length + room);
            head.CopyTo(_span[_position..]);
            _position += head.Length;
        }
        else
        {
            Ensure(1 + name.Length + room);
            _span[_position++] = (byte)',';
        }

        name.CopyTo(_span[_position..]);
        _position += name.Length;
        _fields++;
    }

    private void EndLine()
    {
        if (_fieldsInLine == 0)
            return;

        if (_timestampLength == 0 || _timestampOf != _time)
        {
            Utf8Number.TryFormat(FloorDivide(_time, _unit), _timestamp, out _timestampLength);
            _timestampOf = _time;
        }

        Ensure(_timestampLength + 2);
        _span[_position++] = (byte)' ';
        ((ReadOnlySpan<byte>)_timestamp)[.._timestampLength].CopyTo(_span[_position..]);
        _position += _timestampLength;
        _span[_position++] = (byte)'\n';
        _fieldsInLine = 0;
        _lines++;
    }

    private void WriteInteger(ulong value, byte suffix)
    {
        Utf8Number.TryFormat(value, _span[_position..], out int written);
        _position += written;
        _span[_position++] = suffix;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int octets)
    {
        if (_span.Length - _position < octets)
            Renew(octets);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Renew(int octets)
    {
        Advance();
        _span = _output.GetSpan(Math.Max(octets, Chunk));
    }

    private void Advance()
    {
        if (_position > 0)
            _output.Advance(_position);
        _advanced += _position;
        _position = 0;
        _span = default;
    }

    private static long FloorDivide(long value, long unit)
    {
        if (unit == 1)
            return value;
        (long quotient, long remainder) = Math.DivRem(value, unit);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    [InlineArray(Utf8Number.MaxLength)]
    private struct TimestampText
    {
        private byte _first;
    }
}
