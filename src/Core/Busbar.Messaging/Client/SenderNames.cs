using System.Text;

namespace Busbar.Messaging;

/// <summary>Senders that were heard of lately, so that a name costs a string once and not with each message. Under the client's lock.</summary>
internal sealed class SenderNames
{
    private const int Places = 64;

    private readonly (byte[] Octets, string Text)[] _places = new (byte[], string)[Places];

    [HotPath]
    public string Find(ReadOnlySpan<byte> utf8)
    {
        ref (byte[] Octets, string Text) place = ref _places[PlaceOf(utf8)];
        return place.Text is not null && utf8.SequenceEqual(place.Octets) ? place.Text : Replace(ref place, utf8);
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        uint hash = (uint)utf8.Length;
        foreach (byte octet in utf8[^Math.Min(utf8.Length, 8)..]) // names of clients differ at their ends
            hash = (hash * 31) + octet;
        return (int)(hash % Places);
    }

    private static string Replace(ref (byte[] Octets, string Text) place, ReadOnlySpan<byte> utf8) =>
        (place = (utf8.ToArray(), Encoding.UTF8.GetString(utf8))).Text;
}
