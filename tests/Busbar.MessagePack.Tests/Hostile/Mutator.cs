namespace Busbar.MessagePack.Tests.Hostile;

/// <summary>Seeded inputs that were right once: octets changed, removed, put in, copied from elsewhere.</summary>
internal sealed class Mutator(byte[][] corpus, int seed)
{
    private const int MaxLength = 4096;

    /// <summary>Octets that change most: long lengths and counts, the one never used, signs, the ends of the fix formats.</summary>
    private static readonly byte[] Interesting = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC6, 0xC7, 0xC9, 0xCB, 0xCF, 0xD3, 0xD4, 0xD7, 0xD8, 0xDB, 0xDD, 0xDF, 0xE0, 0xFF];

    private readonly Random _random = new(seed);
    private readonly byte[] _octets = new byte[MaxLength];

    public Random Random => _random;

    /// <summary>The next input, valid until the one after it.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        byte[] origin = corpus[_random.Next(corpus.Length)];
        int length = Math.Min(origin.Length, MaxLength / 2);
        origin.AsSpan(0, length).CopyTo(_octets);
        for (int changes = _random.Next(1, 6); changes > 0; changes--)
            length = Change(length);
        return _octets.AsMemory(0, length);
    }

    private int Change(int length)
    {
        if (length == 0)
            return Insert(length, 0);

        int position = _random.Next(length);
        switch (_random.Next(7))
        {
            case 0:
                _octets[position] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1:
                _octets[position] = (byte)_random.Next(256);
                return length;
            case 2:
                _octets[position] = Interesting[_random.Next(Interesting.Length)];
                return length;
            case 3:
                return _random.Next(length + 1); // cut
            case 4:
                _octets.AsSpan((position + 1)..length).CopyTo(_octets.AsSpan(position));
                return length - 1;
            case 5:
                return Insert(length, position);
            default:
                return Splice(length, position);
        }
    }

    private int Insert(int length, int position)
    {
        if (length >= MaxLength)
            return length;
        _octets.AsSpan(position..length).CopyTo(_octets.AsSpan(position + 1));
        _octets[position] = Interesting[_random.Next(Interesting.Length)];
        return length + 1;
    }

    private int Splice(int length, int position)
    {
        byte[] other = corpus[_random.Next(corpus.Length)];
        int count = Math.Min(Math.Min(_random.Next(64), other.Length), MaxLength - position);
        other.AsSpan(0, count).CopyTo(_octets.AsSpan(position));
        return Math.Max(length, position + count);
    }
}
