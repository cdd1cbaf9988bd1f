namespace Busbar.Messaging;

/// <summary>
/// Turns the value of a <see cref="Topic{T}"/> into bytes, when somebody wants them. Called under the topic's lock: it must be quick,
/// must not throw and must not call the broker.
/// </summary>
/// <typeparam name="T">What the topic keeps; a struct that is small enough to copy.</typeparam>
public interface ITopicEncoder<T>
{
    /// <summary>Whether <paramref name="next"/> takes the place of <paramref name="current"/>; what does not is dropped, and is the encoder's to count.</summary>
    bool Replaces(in T current, in T next);

    /// <summary>Writes the payload.</summary>
    /// <param name="value">The topic's value.</param>
    /// <param name="destination">Where to; the topic's memory, its content undefined.</param>
    /// <param name="written">Octets written.</param>
    /// <returns>False when the destination is too small: it is called again with a larger one, up to the broker's greatest payload.</returns>
    bool TryEncode(in T value, Span<byte> destination, out int written);
}
