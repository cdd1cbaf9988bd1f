namespace Busbar.Modbus.Tests.Hostile;

/// <summary>Seeded inputs that were frames once: several in a row, octets changed, removed, put in, copied from elsewhere; now and then octets that never were.</summary>
internal sealed class OctetMutator(byte[][] corpus, byte[] interesting, int seed)
{
    private const int MaxLength = 2048;
    private const int RandomEvery = 8;

    private readonly Random _random = new(seed);
    private readonly byte[] _octets = new byte[MaxLength];

    /// <summary>The next input, valid until the one after it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_random.Next(RandomEvery) == 0)
            return Noise();

        int length = 0;
        for (int frames = _random.Next(1, 4); frames > 0; frames--)
            length = Append(length);
        for (int changes = _random.Next(5); changes > 0; changes--)
            length = Change(length);
        return _octets.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Noise()
    {
        Span<byte> octets = _octets.AsSpan(0, _random.Next(1, 40));
        _random.NextBytes(octets);
        for (int i = 0; i < octets.Length; i += _random.Next(1, 6))
            octets[i] = interesting[_random.Next(interesting.Length)];
        return octets;
    }

    private int Append(int length)
    {
        byte[] origin = corpus[_random.Next(corpus.Length)];
        if (length + origin.Length > MaxLength / 2)
            return length;
        origin.CopyTo(_octets, length);
        return length + origin.Length;
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
                _octets[position] = interesting[_random.Next(interesting.Length)];
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
        _octets.AsSpan(position..length).CopyTo(_octets.AsSpan(position + 1));
        _octets[position] = interesting[_random.Next(interesting.Length)];
        return length + 1;
    }

    private int Splice(int length, int position)
    {
        byte[] other = corpus[_random.Next(corpus.Length)];
        int count = Math.Min(_random.Next(64), other.Length);
        other.AsSpan(0, count).CopyTo(_octets.AsSpan(position));
        return Math.Max(length, position + count);
    }
}
