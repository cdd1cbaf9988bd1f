namespace Busbar.WebSockets.Tests.Frames;

public sealed class WebSocketMaskTests
{
    [Fact]
    public void Apply_AnyLengthAndPlace_EqualsTheByteLoop_AndTouchesNothingElse()
    {
        var random = new Random(5);
        byte[] source = new byte[400];
        byte[] key = new byte[4];
        for (int length = 0; length < 300; length++)
        {
            random.NextBytes(source);
            random.NextBytes(key);
            int start = length % 13;
            byte[] masked = new byte[400];

            WebSocketMask.Apply(source.AsSpan(start, length), masked.AsSpan(7), BitConverter.ToUInt32(key));

            byte[] expected = new byte[400];
            for (int i = 0; i < length; i++)
                expected[7 + i] = (byte)(source[start + i] ^ key[i & 3]);
            Assert.Equal(expected, masked);
        }
    }

    [Fact]
    public void Apply_InPlaceAndInParts_EqualsTheWhole()
    {
        byte[] payload = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        const uint Key = 0x3D21FA37;
        byte[] whole = new byte[200];
        WebSocketMask.Apply(payload, whole, Key);

        for (int cut = 0; cut <= 200; cut++)
        {
            byte[] parts = [.. payload];
            WebSocketMask.Apply(parts.AsSpan(0, cut), parts, Key);
            WebSocketMask.Apply(parts.AsSpan(cut), parts.AsSpan(cut), WebSocketMask.Advance(Key, cut));
            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    public void Apply_ToTooShortADestination_Throws() =>
        Assert.Throws<ArgumentException>(() => WebSocketMask.Apply(new byte[5], new byte[4], 1));

    [Fact]
    public void Keys_AreNotRepeated()
    {
        var source = new MaskKeySource();

        HashSet<uint> keys = [.. Enumerable.Range(0, 1_000).Select(_ => source.Next())];

        Assert.InRange(keys.Count, 999, 1_000);
    }
}
