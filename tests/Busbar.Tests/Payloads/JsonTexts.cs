using System.Globalization;
using System.Text;

namespace Busbar.Tests.Payloads;

/// <summary>Seeded JSON texts with everything that RFC 8259 has, and what becomes of them when they are damaged.</summary>
internal sealed class JsonTexts(int seed)
{
    private const string Structure = "{}[]\",:\\/0123456789.eE+-truefalsn \t\r\n\u0000\u001f\u007f";

    private static readonly string[] Parts =
    [
        "x", "name", "ä", "\U0001F600", "\u007f", "\\n", "\\\"", "\\\\", "\\/", "\\u00e4", "\\u0078", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u0000", "long enough to be searched",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "1.5", "2.25", "127", "128", "-128", "-129", "255", "256", "65535", "2147483647", "2147483648", "-2147483649", "4294967295", "9007199254740992",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "99999999999999999999", "1e22", "1e23", "1E+5", "1e-22", "1e-23", "1e0", "10e-1", "1.0", "123456789012345678e-30", "0.1", "0.30000000000000004", "3.4028235e38", "3.4028236e38", "1e39",
        "1.7976931348623157e308", "1e309", "5e-324", "1e-400", "1e999999999999", "16777217", "16777217e-3", "0.000000000000000000000000000000001", "8.5899345925e9", "33554435e10",
    ];

    private readonly Random _random = new(seed);

    public Random Random => _random;

    public byte[] Valid()
    {
        var text = new StringBuilder();
        Value(text, 0);
        return Encoding.UTF8.GetBytes(Space() + text + Space());
    }

    public byte[] Damaged(byte[] text)
    {
        var octets = new List<byte>(text);
        for (int times = _random.Next(1, 4); times > 0; times--)
        {
            int place = _random.Next(octets.Count + 1);
            switch (_random.Next(4))
            {
                case 0:
                    octets.RemoveRange(place, octets.Count - place);
                    break;
                case 1 when place < octets.Count:
                    octets.RemoveAt(place);
                    break;
                case 2 when place < octets.Count:
                    octets[place] = Octet();
                    break;
                default:
                    octets.Insert(place, Octet());
                    break;
            }
        }

        return [.. octets];
    }

    private byte Octet() => _random.Next(4) == 0 ? (byte)_random.Next(256) : (byte)Structure[_random.Next(Structure.Length)];

    private void Value(StringBuilder text, int depth)
    {
        switch (_random.Next(depth > 4 ? 6 : 10))
        {
            case 0:
                text.Append(_random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" });
                break;
            case 1 or 2:
                Text(text);
                break;
            case 3 or 4 or 5:
                Number(text);
                break;
            case 6 or 7:
                Items(text, '[', ']', () => Value(text, depth + 1));
                break;
            default:
                Items(text, '{', '}', () =>
                {
                    Text(text);
                    text.Append(Space()).Append(':').Append(Space());
                    Value(text, depth + 1);
                });
                break;
        }
    }

    private void Items(StringBuilder text, char open, char close, Action item)
    {
        text.Append(open).Append(Space());
        for (int i = 0, count = _random.Next(4); i < count; i++)
        {
            if (i > 0)
                text.Append(',').Append(Space());
            item();
            text.Append(Space());
        }

        text.Append(close);
    }

    private void Text(StringBuilder text)
    {
        text.Append('"');
        for (int count = _random.Next(3); count > 0; count--)
            text.Append(Parts[_random.Next(Parts.Length)]);
        text.Append('"');
    }

    private void Number(StringBuilder text) => text.Append(_random.Next(5) switch
    {
        0 => Numbers[_random.Next(Numbers.Length)],
        1 => _random.NextInt64(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        2 => BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)) is var any && double.IsFinite(any) ? any.ToString("R", CultureInfo.InvariantCulture) : "0",
        3 => ((decimal)_random.NextInt64(-10_000_000_000, 10_000_000_000) / (decimal)Math.Pow(10, _random.Next(12))).ToString(CultureInfo.InvariantCulture),
        _ => _random.NextInt64().ToString(CultureInfo.InvariantCulture) + "." + _random.Next(1000).ToString(CultureInfo.InvariantCulture) + "e" + _random.Next(-40, 40).ToString(CultureInfo.InvariantCulture),
    });

    private string Space() => _random.Next(6) switch { 0 => " ", 1 => "\r\n\t ", _ => "" };
}
