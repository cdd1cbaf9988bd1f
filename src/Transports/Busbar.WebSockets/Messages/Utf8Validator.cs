using System.Text.Unicode;

namespace Busbar.WebSockets;

/// <summary>
/// Whether octets that come in parts can still become UTF-8 (RFC 3629 §4). A breach is found at the octet after which no text can be
/// valid any more, be its character whole or not.
/// </summary>
internal struct Utf8Validator
{
    private int _left; // octets of the character that are still to come
    private byte _lowest; // the range of the next of them
    private byte _highest;

    /// <summary>Whether the last character is whole.</summary>
    public readonly bool IsComplete => _left == 0;

    /// <summary>Takes the next octets.</summary>
    /// <returns>The index of the first that breaks the text; -1 when none does. Nothing more is to be taken after a breach.</returns>
    [HotPath]
    public int Append(ReadOnlySpan<byte> octets)
    {
        int i = 0;
        for (; _left > 0 && i < octets.Length; i++)
        {
            if (!Take(octets[i]))
                return i;
        }

        int whole = octets.Length - UnfinishedAtEnd(octets[i..]);
        int from = Utf8.IsValid(octets[i..whole]) ? whole : i; // by vectors; octet by octet only to find the place
        for (i = from; i < octets.Length; i++)
        {
            if (!Take(octets[i]))
                return i;
        }

        return -1;
    }

    /// <summary>Octets at the end that begin a character and do not end it.</summary>
    private static int UnfinishedAtEnd(ReadOnlySpan<byte> octets)
    {
        for (int count = 1; count <= 3 && count <= octets.Length; count++)
        {
            byte octet = octets[^count];
            if ((octet & 0xC0) == 0x80)
                continue;
            int length = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : octet >= 0xC0 ? 2 : 1;
            return length > count ? count : 0;
        }

        return 0;
    }

    private bool Take(byte octet)
    {
        if (_left > 0)
        {
            if (octet < _lowest || octet > _highest)
                return false;
            _left--;
            (_lowest, _highest) = (0x80, 0xBF);
            return true;
        }

        if (octet < 0x80)
            return true;
        (_left, _lowest, _highest) = octet switch
        {
            >= 0xC2 and <= 0xDF => (1, (byte)0x80, (byte)0xBF),
            0xE0 => (2, (byte)0xA0, (byte)0xBF), // nothing that a shorter form could say
            0xED => (2, (byte)0x80, (byte)0x9F), // no surrogates
            >= 0xE1 and <= 0xEF => (2, (byte)0x80, (byte)0xBF),
            0xF0 => (3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => (3, (byte)0x80, (byte)0xBF),
            0xF4 => (3, (byte)0x80, (byte)0x8F), // nothing above U+10FFFF
            _ => (0, (byte)0, (byte)0),
        };
        return _left > 0;
    }
}
