namespace Busbar.Messaging;

/// <summary>Makes objects in blocks of the broker's pool.</summary>
internal sealed class ObjectBlocks(BlockPool pool)
{
    [ThreadStatic]
    private static WireBuffer? _text;

    /// <summary>A block with what <paramref name="write"/> wrote, and one reference.</summary>
    public MessageBlock Make<TState>(TState state, Action<WireBuffer, TState> write)
        where TState : allows ref struct
    {
        WireBuffer text = _text ??= new WireBuffer();
        text.Clear();
        write(text, state);
        MessageBlock block = pool.Rent(text.Length);
        block.Fill(text.Written);
        return block;
    }
}
