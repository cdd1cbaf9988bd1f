using System.Buffers;
using System.Buffers.Binary;

namespace Busbar.MessagePack.Tests.Reading;

/// <summary>What the reader for generated code takes, the other one takes with the same result; and it takes what writers write.</summary>
public sealed class PlainReaderTests
{
    private static readonly byte[][] Numbers = [.. Integers().Concat(Others())];

    [Fact]
    public void WhatItTakes_TheOtherTakesAlike_WhateverTheOctets()
    {
        var random = new Random(20261122);
        int taken = 0;
        for (int i = 0; i < 500_000; i++)
        {
            byte[] value = [.. Numbers[random.Next(Numbers.Length)]];
            if (random.Next(3) == 0)
                value[random.Next(value.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                value = value[..random.Next(value.Length)];
            taken += CheckAll(value);
        }

        Assert.InRange(taken, 500_000, int.MaxValue);
    }

    [Fact]
    public void EveryFirstOctet_IsTakenAlike()
    {
        for (int first = 0; first < 256; first++)
        {
            byte[] octets = [(byte)first, 0xFF, 0x80, 1, 2, 3, 4, 5, 6];
            for (int length = 0; length <= octets.Length; length++)
                CheckAll(octets[..length]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(-32)]
    [InlineData(-33)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(-32_768)]
    [InlineData(65_536)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(4_294_967_296)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Integers_AsTheWriterWritesThem_AreTaken(long number)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(1);
        writer.WriteInteger(number);
        writer.Flush();
        var reader = new PlainMessagePackReader(output.WrittenSpan);

        Assert.True(reader.TryReadArrayHeader(1));
        Assert.True(reader.TryRead(out long read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData(new byte[] { 0x92, 1 }, 1)] // two values
    [InlineData(new byte[] { 0xDC, 0, 1, 1 }, 1)] // a longer header than is needed
    [InlineData(new byte[] { 0x81, 1 }, 1)] // a map
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 0xA0 }, 16)] // what a count above 15 would look like
    public void HeadersOfAnotherForm_AreRefused(byte[] octets, int count)
    {
        var reader = new PlainMessagePackReader(octets);

        Assert.False(reader.TryReadArrayHeader(count));
    }

    [Fact]
    public void UnsignedBeyondLong_IsNoNegativeNumber()
    {
        byte[] octets = [0xCF, 0x80, 0, 0, 0, 0, 0, 0, 1];

        Assert.False(new PlainMessagePackReader(octets).TryRead(out long _));
        Assert.False(new PlainMessagePackReader(octets).TryRead(out ulong _));
    }

    private static int CheckAll(byte[] octets)
    {
        int taken = 0;
        var boolean = new PlainMessagePackReader(octets);
        if (boolean.TryRead(out bool truth))
            taken += Same(truth, new MessagePackReader(octets).TryReadBoolean(out bool expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out sbyte int8))
            taken += Same(int8, new MessagePackReader(octets).TryReadSByte(out sbyte expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out byte uint8))
            taken += Same(uint8, new MessagePackReader(octets).TryReadByte(out byte expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out short int16))
            taken += Same(int16, new MessagePackReader(octets).TryReadInt16(out short expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out ushort uint16))
            taken += Same(uint16, new MessagePackReader(octets).TryReadUInt16(out ushort expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out int int32))
            taken += Same(int32, new MessagePackReader(octets).TryReadInt32(out int expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out uint uint32))
            taken += Same(uint32, new MessagePackReader(octets).TryReadUInt32(out uint expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out long int64))
            taken += Same(int64, new MessagePackReader(octets).TryReadInt64(out long expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out ulong uint64))
            taken += Same(uint64, new MessagePackReader(octets).TryReadUInt64(out ulong expected), expected);
        if (new PlainMessagePackReader(octets).TryRead(out float single))
            taken += Same(BitConverter.SingleToInt32Bits(single), new MessagePackReader(octets).TryReadSingle(out float expected), BitConverter.SingleToInt32Bits(expected));
        if (new PlainMessagePackReader(octets).TryRead(out double number))
            taken += Same(BitConverter.DoubleToInt64Bits(number), new MessagePackReader(octets).TryReadDouble(out double expected), BitConverter.DoubleToInt64Bits(expected));
        return taken;
    }

    private static int Same<T>(T taken, bool isTaken, T expected)
    {
        Assert.True(isTaken);
        Assert.Equal(expected, taken);
        return 1;
    }

    /// <summary>Integers at the edges of all formats, in each format that holds them.</summary>
    private static IEnumerable<byte[]> Integers()
    {
        long[] edges = [0, 1, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, int.MaxValue, 1L + int.MaxValue, uint.MaxValue, 1L + uint.MaxValue, long.MaxValue, -1, -32, -33, -128, -129, -32_768, -32_769, int.MinValue, int.MinValue - 1L, long.MinValue];
        foreach (long edge in edges)
        {
            var octets = new byte[9];
            BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(1), edge);
            yield return [(byte)edge];
            for (int log = 0; log <= 3; log++)
            {
                byte[] value = octets[(9 - (1 << log))..];
                yield return [(byte)(0xCC + log), .. value];
                yield return [(byte)(0xD0 + log), .. value];
            }
        }
    }

    private static IEnumerable<byte[]> Others()
    {
        yield return [0xC0];
        yield return [0xC2];
        yield return [0xC3];
        foreach (double number in (double[])[0, -0d, 1, 41.7, double.NaN, double.PositiveInfinity, float.MaxValue, double.Epsilon])
        {
            var octets = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(octets, number);
            yield return [0xCB, .. octets];
            BinaryPrimitives.WriteSingleBigEndian(octets, (float)number);
            yield return [0xCA, .. octets[..4]];
        }
    }
}
