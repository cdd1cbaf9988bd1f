using Busbar.Testing;

namespace Busbar.MessagePack.Tests.Support;

/// <summary>
/// Octets and what they mean, by the MessagePack specification, "Formats": each first octet there is, and the ends of each format.
/// </summary>
/// <param name="Octets">In hexadecimal.</param>
/// <param name="Meaning">As <see cref="Described"/> writes it.</param>
internal sealed record FormatVector(string Octets, string Meaning)
{
    /// <summary>The formats whose first octet says only which format it is, with both ends of what each holds.</summary>
    private static readonly FormatVector[] Listed =
    [
        new("C0", "nil"), new("C2", "false"), new("C3", "true"),
        new("C4 00", "bin:"), new("C4 02 00FF", "bin:00FF"), new($"C4 FF {Octet(255)}", $"bin:{Octet(255)}"),
        new("C5 0000", "bin:"), new($"C5 0100 {Octet(256)}", $"bin:{Octet(256)}"), new("C6 00000003 010203", "bin:010203"),
        new("C7 00 05", "ext5:"), new("C7 03 05 010203", "ext5:010203"), new($"C7 FF 80 {Octet(255)}", $"ext-128:{Octet(255)}"),
        new($"C8 0100 7F {Octet(256)}", $"ext127:{Octet(256)}"), new("C9 00000001 FE AA", "ext-2:AA"),
        new("CA 3FC00000", "f1.5"), new("CA 00000000", "f0"), new("CA 80000000", "f-0"), new("CA 00000001", "f1.401298464324817E-45"),
        new("CA 7F7FFFFF", "f3.4028234663852886E+38"), new("CA 7F800000", "fInfinity"), new("CA FF800000", "f-Infinity"), new("CA 7FC00000", "fNaN"),
        new("CB 3FF8000000000000", "f1.5"), new("CB 8000000000000000", "f-0"), new("CB 0000000000000001", "f5E-324"),
        new("CB 7FEFFFFFFFFFFFFF", "f1.7976931348623157E+308"), new("CB 7FF0000000000000", "fInfinity"), new("CB FFF0000000000000", "f-Infinity"),
        new("CB 7FF8000000000000", "fNaN"),
        new("CC 00", "0"), new("CC 80", "128"), new("CC FF", "255"), new("CD 0000", "0"), new("CD 0100", "256"), new("CD FFFF", "65535"),
        new("CE 00000000", "0"), new("CE 00010000", "65536"), new("CE FFFFFFFF", "4294967295"),
        new("CF 0000000000000000", "0"), new("CF 0000000100000000", "4294967296"), new("CF 7FFFFFFFFFFFFFFF", "9223372036854775807"),
        new("CF 8000000000000000", "9223372036854775808"), new("CF FFFFFFFFFFFFFFFF", "18446744073709551615"),
        new("D0 00", "0"), new("D0 7F", "127"), new("D0 DF", "-33"), new("D0 80", "-128"), new("D0 FF", "-1"),
        new("D1 7FFF", "32767"), new("D1 FF7F", "-129"), new("D1 8000", "-32768"),
        new("D2 7FFFFFFF", "2147483647"), new("D2 FFFF7FFF", "-32769"), new("D2 80000000", "-2147483648"),
        new("D3 7FFFFFFFFFFFFFFF", "9223372036854775807"), new("D3 FFFFFFFF7FFFFFFF", "-2147483649"), new("D3 8000000000000000", "-9223372036854775808"),
        new("D4 01 AA", "ext1:AA"), new("D5 02 AABB", "ext2:AABB"), new("D6 03 AABBCCDD", "ext3:AABBCCDD"),
        new("D7 04 0011223344556677", "ext4:0011223344556677"), new($"D8 05 {Octet(16)}", $"ext5:{Octet(16)}"),
        new("D6 FF 65E07240", Described.Time(1_709_208_128, 0)), new("D6 FF FFFFFFFF", Described.Time(4_294_967_295, 0)), new("D6 FF 00000000", Described.Time(0, 0)),
        new("D7 FF EE6B27FC 00000000", Described.Time(0, 999_999_999)), new("D7 FF 00000003 FFFFFFFF", Described.Time(17_179_869_183, 0)),
        new("C7 04 FF 65E07240", Described.Time(1_709_208_128, 0)), // not the shortest, and meant all the same
        new("C7 0C FF 00000000 FFFFFFFFFFFFFFFF", Described.Time(-1, 0)), new("C7 0C FF 3B9AC9FF 7FFFFFFFFFFFFFFF", Described.Time(long.MaxValue, 999_999_999)),
        new("C7 0C FF 00000001 8000000000000000", Described.Time(long.MinValue, 1)),
        new("D9 00", "\"\""), new("D9 02 6162", "\"ab\""), new($"D9 FF {Letters(255)}", $"\"{new string('a', 255)}\""),
        new($"DA 0100 {Letters(256)}", $"\"{new string('a', 256)}\""), new("DB 00000003 E282AC", "\"€\""),
        new("DC 0000", "[]"), new($"DC 0010 {Nils(16)}", $"[{Join("nil", 16)}]"), new($"DD 00000002 {Nils(2)}", "[nil,nil]"),
        new("DE 0000", "{}"), new($"DE 0010 {Nils(32)}", $"{{{Join("nil:nil", 16)}}}"), new("DF 00000001 A1 61 93 01 C2 A0", "{\"a\":[1,false,\"\"]}"),
        new("82 A3 6B6579 81 01 90 C4 01 00 CB 3FF8000000000000", "{\"key\":{1:[]},bin:00:f1.5}"),
    ];

    /// <summary>One vector at least for each of the 256 first octets but 0xC1.</summary>
    public static IReadOnlyList<FormatVector> All { get; } = [.. Fixed(), .. Listed];

    public static TheoryData<string, string> Data
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (FormatVector vector in All)
                data.Add(vector.Octets, vector.Meaning);
            return data;
        }
    }

    public byte[] ToOctets() => Hex.Parse(Octets);

    /// <summary>The formats that hold their number in the first octet.</summary>
    private static IEnumerable<FormatVector> Fixed()
    {
        for (int first = 0x00; first <= 0xFF; first++)
        {
            string octet = first.ToString("X2", null);
            if (first <= 0x7F)
                yield return new(octet, first.ToString(null, null));
            else if (first <= 0x8F)
                yield return new(octet + Nils(2 * (first - 0x80)), $"{{{Join("nil:nil", first - 0x80)}}}");
            else if (first <= 0x9F)
                yield return new(octet + Nils(first - 0x90), $"[{Join("nil", first - 0x90)}]");
            else if (first <= 0xBF)
                yield return new(octet + Letters(first - 0xA0), $"\"{new string('a', first - 0xA0)}\"");
            else if (first >= 0xE0)
                yield return new(octet, (first - 0x100).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string Octet(int count) => string.Concat(Enumerable.Range(0, count).Select(i => ((i * 7) & 0xFF).ToString("X2", null)));

    private static string Letters(int count) => string.Concat(Enumerable.Repeat("61", count));

    private static string Nils(int count) => string.Concat(Enumerable.Repeat("C0", count));

    private static string Join(string text, int count) => string.Join(',', Enumerable.Repeat(text, count));
}
