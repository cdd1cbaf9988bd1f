using System.Runtime.InteropServices;

namespace Busbar.Messaging;

/// <summary>Objects being gathered for one client. Each thread has one, since gathering and handing over never wait.</summary>
internal sealed class OutgoingBatch
{
    [ThreadStatic]
    private static OutgoingBatch? _ofThisThread;

    private readonly List<int> _ends = [];
    private readonly List<long> _positions = [];

    /// <summary>An empty one.</summary>
    public static OutgoingBatch Begin()
    {
        OutgoingBatch batch = _ofThisThread ??= new OutgoingBatch();
        batch.Text.Clear();
        batch._ends.Clear();
        batch._positions.Clear();
        return batch;
    }

    /// <summary>Where objects are written; <see cref="End"/> ends each.</summary>
    public WireBuffer Text { get; } = new();

    /// <summary>Messages on their way from the outlet; cleared behind their use.</summary>
    public RetainedMessage[] Messages { get; } = new RetainedMessage[256];

    public bool IsEmpty => _ends.Count == 0;

    public OutgoingObjects Objects => new(Text.Written, CollectionsMarshal.AsSpan(_ends), CollectionsMarshal.AsSpan(_positions));

    /// <summary>Ends an object.</summary>
    /// <param name="position">The last of the session that it takes; 0 for none.</param>
    public void End(long position = 0)
    {
        _ends.Add(Text.Length);
        _positions.Add(position);
    }
}
