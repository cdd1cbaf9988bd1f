using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Busbar.MessagePack;

/// <summary>An instant as the extension type -1 carries it; MessagePack specification, "Timestamp extension type".</summary>
/// <param name="Seconds">Whole seconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Nanoseconds">What comes on top, 0 to 999,999,999, also before 1970.</param>
internal readonly record struct Timestamp(long Seconds, uint Nanoseconds)
{
    public const sbyte ExtensionType = -1;
    public const uint MaxNanoseconds = 999_999_999;

    /// <summary>Payload octets of the longest form: 32 bits of nanoseconds, 64 of seconds.</summary>
    public const int MaxSize = 12;

    private const int SecondsBits = 34; // of timestamp 64; the 30 above them are nanoseconds
    private const ulong SecondsMask = (1UL << SecondsBits) - 1;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;
    private const long MinSeconds = -62_135_596_800; // 0001-01-01T00:00:00Z
    private const long MaxSeconds = 253_402_300_799; // 9999-12-31T23:59:59Z

    /// <summary>Payload octets of the shortest form.</summary>
    public int Size => (ulong)Seconds > SecondsMask ? MaxSize : Nanoseconds != 0 || Seconds > uint.MaxValue ? 8 : 4;

    public static Timestamp From(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        (long seconds, long rest) = FloorDivide(ticks, TimeSpan.TicksPerSecond);
        return new Timestamp(seconds, (uint)(rest * NanosecondsPerTick));
    }

    public static Timestamp FromUnixNanoseconds(long nanoseconds)
    {
        (long seconds, long rest) = FloorDivide(nanoseconds, NanosecondsPerSecond);
        return new Timestamp(seconds, (uint)rest);
    }

    /// <summary>The two fields of timestamp 64.</summary>
    public static Timestamp Unpack(ulong packed) => new((long)(packed & SecondsMask), (uint)(packed >> SecondsBits));

    /// <summary>Reads a payload of 4, 8 or 12 octets.</summary>
    /// <returns>False for another length or too many nanoseconds.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> octets, out Timestamp timestamp)
    {
        switch (octets.Length)
        {
            case 4:
                timestamp = new Timestamp(BinaryPrimitives.ReadUInt32BigEndian(octets), 0);
                break;
            case 8:
                timestamp = Unpack(BinaryPrimitives.ReadUInt64BigEndian(octets));
                break;
            case MaxSize:
                timestamp = new Timestamp(BinaryPrimitives.ReadInt64BigEndian(octets[4..]), BinaryPrimitives.ReadUInt32BigEndian(octets));
                break;
            default:
                timestamp = default;
                return false;
        }

        return timestamp.Nanoseconds <= MaxNanoseconds;
    }

    /// <summary>Writes the shortest form into a payload of <see cref="Size"/> octets.</summary>
    public void Encode(Span<byte> octets)
    {
        switch (octets.Length)
        {
            case 4:
                BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)Seconds);
                break;
            case 8:
                BinaryPrimitives.WriteUInt64BigEndian(octets, ((ulong)Nanoseconds << SecondsBits) | (ulong)Seconds);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(octets, Nanoseconds);
                BinaryPrimitives.WriteInt64BigEndian(octets[4..], Seconds);
                break;
        }
    }

    /// <summary>The instant, cut to the 100 ns that a <see cref="DateTimeOffset"/> holds.</summary>
    /// <returns>False outside the years 1 to 9999.</returns>
    public bool TryGetTime(out DateTimeOffset time)
    {
        if (Seconds is < MinSeconds or > MaxSeconds)
        {
            time = default;
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / NanosecondsPerTick));
        return true;
    }

    /// <summary>The instant as nanoseconds since 1970.</summary>
    /// <returns>False outside 1677-09-21 to 2262-04-11, what 64 bits hold.</returns>
    public bool TryGetUnixNanoseconds(out long nanoseconds)
    {
        Int128 exact = ((Int128)Seconds * NanosecondsPerSecond) + Nanoseconds;
        bool fits = exact >= long.MinValue && exact <= long.MaxValue;
        nanoseconds = fits ? (long)exact : 0;
        return fits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // the divisor is a constant then
    private static (long Quotient, long Remainder) FloorDivide(long value, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }
}
