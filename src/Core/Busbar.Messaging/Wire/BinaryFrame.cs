namespace Busbar.Messaging;

/// <summary>A frame of the binary form: a view, valid as long as the octets are that it was read from.</summary>
/// <param name="kind">What it holds.</param>
/// <param name="body">What follows the kind.</param>
internal readonly ref struct BinaryFrame(BinaryFrameKind kind, ReadOnlySpan<byte> body)
{
    public BinaryFrameKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Body { get; } = body;
}
