using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>What the user says registers hold: reads it, writes it, and shows it as text and as JSON.</summary>
internal sealed class ValueType
{
    private delegate void JsonWriter(Utf8JsonWriter json, ReadOnlySpan<byte> octets, RegisterOrder order);

    private readonly Func<ReadOnlyMemory<byte>, RegisterOrder, string> _text;
    private readonly JsonWriter _json;
    private readonly Func<string, RegisterOrder, byte[]?> _parse;
    private readonly string _range;

    private ValueType(string name, int registers, string range, Func<ReadOnlyMemory<byte>, RegisterOrder, string> text, JsonWriter json, Func<string, RegisterOrder, byte[]?> parse)
    {
        Name = name;
        Registers = registers;
        _range = range;
        _text = text;
        _json = json;
        _parse = parse;
    }

    public static IReadOnlyList<ValueType> All { get; } =
    [
        Integer<ushort>("uint16", (json, value) => json.WriteNumberValue(value)),
        Integer<short>("int16", (json, value) => json.WriteNumberValue(value)),
        Integer<uint>("uint32", (json, value) => json.WriteNumberValue(value)),
        Integer<int>("int32", (json, value) => json.WriteNumberValue(value)),
        Float<float>("float32", (json, value) => json.WriteNumberValue(value)),
        Integer<ulong>("uint64", (json, value) => WriteExactly(json, value <= MaxExact, value)),
        Integer<long>("int64", (json, value) => WriteExactly(json, value is <= (long)MaxExact and >= -(long)MaxExact, value)),
        Float<double>("float64", (json, value) => json.WriteNumberValue(value)),
        new("string", 0, "text of one character or more, each of Latin-1", (octets, order) => Decode(octets.Span, order), (json, octets, order) => json.WriteStringValue(Decode(octets, order)), Encode),
    ];

    private const string InfinityWord = "Infinity";
    private const ulong MaxExact = 1UL << 53; // beyond it a JSON reader's double loses digits: written as a string

    public string Name { get; }

    /// <summary>Registers a value takes; 0 for a text, which takes as many as are given.</summary>
    public int Registers { get; }

    public static ValueType Of(string name) => All.First(type => string.Equals(type.Name, name, StringComparison.Ordinal));

    public string Text(ReadOnlyMemory<byte> octets, RegisterOrder order) => _text(octets, order);

    public void WriteJson(Utf8JsonWriter json, ReadOnlySpan<byte> octets, RegisterOrder order) => _json(json, octets, order);

    /// <summary>The octets of a value as the user wrote it.</summary>
    /// <exception cref="UsageException">It is no such value.</exception>
    public byte[] Parse(string text, RegisterOrder order) =>
        _parse(text, order) ?? throw new UsageException($"'{text}' is not a value of type {Name}, which is {_range}.");

    private static ValueType Integer<T>(string name, Action<Utf8JsonWriter, T> json)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> =>
        Number(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {T.MinValue} to {T.MaxValue}"), NumberStyles.AllowLeadingSign, json);

    private static ValueType Float<T>(string name, Action<Utf8JsonWriter, T> json)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T> =>
        Number<T>(name, string.Create(CultureInfo.InvariantCulture, $"a number from {T.MinValue} to {T.MaxValue}, NaN, Infinity or -Infinity"), NumberStyles.Float, (writer, value) =>
        {
            if (T.IsFinite(value))
                json(writer, value);
            else
                writer.WriteNullValue();
        });

    private static ValueType Number<T>(string name, string range, NumberStyles style, Action<Utf8JsonWriter, T> json)
        where T : unmanaged, System.Numerics.IBinaryNumber<T> => new(
            name,
            RegisterValue.CountOf<T>(),
            range,
            (octets, order) => RegisterValue.Read<T>(octets.Span, order).ToString(null, CultureInfo.InvariantCulture),
            (writer, octets, order) => json(writer, RegisterValue.Read<T>(octets, order)),
            (text, order) => ParseNumber<T>(text, style, order));

    private static byte[]? ParseNumber<T>(string text, NumberStyles style, RegisterOrder order)
        where T : unmanaged, System.Numerics.IBinaryNumber<T>
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && (style & NumberStyles.AllowDecimalPoint) == 0;
        bool parsed = hexadecimal
            ? T.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out T value)
            : T.TryParse(text, style, CultureInfo.InvariantCulture, out value);
        if (!parsed || (T.IsInfinity(value) && !text.Contains(InfinityWord, StringComparison.OrdinalIgnoreCase)))
            return null; // too large a number parses as infinite
        var octets = new byte[RegisterValue.CountOf<T>() * 2];
        RegisterValue.Write(octets, value, order);
        return octets;
    }

    private static void WriteExactly<T>(Utf8JsonWriter json, bool exact, T value)
        where T : System.Numerics.IBinaryInteger<T>
    {
        if (exact)
            json.WriteNumberValue(long.CreateChecked(value));
        else
            json.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
    }

    private static string Decode(ReadOnlySpan<byte> octets, RegisterOrder order) =>
        Encoding.Latin1.GetString(Arrange(octets, order).AsSpan()).TrimEnd('\0', ' ');

    private static byte[]? Encode(string text, RegisterOrder order)
    {
        if (text.Length == 0 || text.Any(character => character > byte.MaxValue))
            return null; // would be written as question marks
        byte[] octets = Encoding.Latin1.GetBytes(text.Length % 2 == 0 ? text : text + '\0');
        return Arrange(octets, order);
    }

    /// <summary>Two characters a register, the first in the high octet unless the device swaps them.</summary>
    private static byte[] Arrange(ReadOnlySpan<byte> octets, RegisterOrder order)
    {
        byte[] arranged = octets.ToArray();
        if (order is RegisterOrder.BADC or RegisterOrder.DCBA)
        {
            for (int i = 0; i + 1 < arranged.Length; i += 2)
                BinaryPrimitives.WriteUInt16LittleEndian(arranged.AsSpan(i), BinaryPrimitives.ReadUInt16BigEndian(octets[i..]));
        }

        return arranged;
    }
}
