namespace Busbar.Messaging;

/// <summary>
/// A message that is kept: one reference to a pooled block that all who keep the same message share. Whoever holds it disposes it
/// once; one that is forgotten costs the pool a block and nothing else. Copies are the same reference, not another one
/// (<see cref="Retain"/> makes another).
/// </summary>
public readonly struct RetainedMessage : IDisposable
{
    private readonly MessageBlock? _block;
    private readonly int _generation;

    /// <summary>Takes over one reference.</summary>
    internal RetainedMessage(MessageBlock block)
    {
        _block = block;
        _generation = block.Generation;
    }

    /// <summary>Where it was published.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public Topic Topic => Block.Topic!;

    /// <summary>The topic's number of the message.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public long Sequence => Block.Sequence;

    /// <summary>When it was published, to some milliseconds.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public DateTimeOffset Time => UnixTime.FromNanoseconds(Block.Time);

    /// <summary>Who sent it (<see cref="PublishOptions.Sender"/>); null for the process itself.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public string? Sender => Block.Sender;

    /// <summary>What was published; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public ReadOnlyMemory<byte> Memory => Block.Memory;

    /// <summary>What was published; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public ReadOnlySpan<byte> Payload => Block.Payload;

    /// <summary>What it refers to; no reference of its own.</summary>
    internal MessageBlock Block =>
        _block is { } block && block.Generation == _generation ? block : throw new ObjectDisposedException(nameof(RetainedMessage));

    /// <summary>Another reference to the same block, to be disposed by itself.</summary>
    /// <exception cref="ObjectDisposedException">The block went back to its pool.</exception>
    public RetainedMessage Retain()
    {
        MessageBlock block = Block;
        block.AddReferences(1);
        return new RetainedMessage(block);
    }

    /// <summary>Gives the reference back; with the last one the block returns to its pool. On <c>default</c> it does nothing.</summary>
    public void Dispose()
    {
        if (_block is { } block && block.Generation == _generation)
            block.Release();
    }
}
