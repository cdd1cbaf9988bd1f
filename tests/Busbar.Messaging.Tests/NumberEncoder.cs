using System.Buffers.Text;

namespace Busbar.Messaging.Tests;

/// <summary>Numbers as text; each takes the place of the one before.</summary>
internal sealed class NumberEncoder : ITopicEncoder<int>
{
    public bool Replaces(in int current, in int next) => true;

    public bool TryEncode(in int value, Span<byte> destination, out int written) => Utf8Formatter.TryFormat(value, destination, out written);
}
