using System.Numerics;

namespace Busbar.Messaging;

/// <summary>
/// Idle blocks by size: powers of two from 64 octets to 64 KiB, at most 2 MiB of each; larger ones are made and forgotten.
/// Blocks are rented by publishers and come back from readers, so that caches by thread would run empty on one side.
/// </summary>
internal sealed class BlockPool
{
    private const int SmallestLog2 = 6;
    private const int LargestLog2 = 16;
    private const int Classes = LargestLog2 - SmallestLog2 + 1;
    private const int IdleBytesPerClass = 2 * 1024 * 1024;

    private readonly Stack[] _stacks = new Stack[Classes];
    private long _largeOutstanding;

    public BlockPool()
    {
        for (int i = 0; i < Classes; i++)
            _stacks[i] = new Stack();
    }

    /// <summary>Blocks that are out: rented and not returned.</summary>
    public long Outstanding
    {
        get
        {
            long outstanding = Volatile.Read(ref _largeOutstanding);
            foreach (Stack stack in _stacks)
                outstanding += stack.Outstanding;
            return outstanding;
        }
    }

    /// <summary>A block with at least that capacity and one reference.</summary>
    public MessageBlock Rent(int capacity)
    {
        int sizeClass = capacity <= 1 << SmallestLog2 ? 0 : BitOperations.Log2((uint)capacity - 1) + 1 - SmallestLog2;
        MessageBlock block;
        if (sizeClass < Classes)
        {
            block = _stacks[sizeClass].Pop() ?? new MessageBlock(this, sizeClass, 1 << (sizeClass + SmallestLog2));
        }
        else
        {
            Interlocked.Increment(ref _largeOutstanding);
            block = new MessageBlock(this, Classes, capacity);
        }

        block.Begin();
        return block;
    }

    public void Return(MessageBlock block)
    {
        if (block.SizeClass < Classes)
            _stacks[block.SizeClass].Push(block, IdleBytesPerClass >> (block.SizeClass + SmallestLog2));
        else
            Interlocked.Decrement(ref _largeOutstanding);
    }

    private sealed class Stack
    {
        private SpinGate _gate;
        private MessageBlock? _top;
        private int _idle;
        private long _outstanding;

        public long Outstanding => Volatile.Read(ref _outstanding);

        public MessageBlock? Pop()
        {
            _gate.Enter();
            _outstanding++;
            MessageBlock? block = _top;
            if (block is not null)
            {
                _top = block.Next;
                block.Next = null;
                _idle--;
            }

            _gate.Exit();
            return block;
        }

        public void Push(MessageBlock block, int maxIdle)
        {
            _gate.Enter();
            _outstanding--;
            if (_idle < maxIdle)
            {
                block.Next = _top;
                _top = block;
                _idle++;
            }

            _gate.Exit();
        }
    }
}
