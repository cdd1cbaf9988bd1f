using System.Runtime.InteropServices;

namespace Busbar.Messaging;

/// <summary>
/// Objects being gathered for one client, in the form of its connection. Each thread has one, since gathering and handing over never wait. In
/// the binary form each object is a frame: room for its head is kept in front of it and filled when it ends.
/// </summary>
internal sealed class OutgoingBatch
{
    private const int MaxMessagesOctets = 64 * 1024; // of a frame with more than one message: a client bounds what it believes

    [ThreadStatic]
    private static OutgoingBatch? _ofThisThread;

    private readonly List<int> _ends = [];
    private readonly List<long> _positions = [];
    private BinaryFrameKind _kind; // of the frame in the making
    private bool _hasMessage;

    /// <summary>An empty one.</summary>
    /// <param name="form">How the connection is written to.</param>
    public static OutgoingBatch Begin(WireForm form)
    {
        OutgoingBatch batch = _ofThisThread ??= new OutgoingBatch();
        batch.Form = form;
        batch.Text.Clear();
        batch._ends.Clear();
        batch._positions.Clear();
        batch.Open();
        return batch;
    }

    public WireForm Form { get; private set; }

    /// <summary>Where objects are written; <see cref="End"/> ends each.</summary>
    public WireBuffer Text { get; } = new();

    /// <summary>Messages on their way from the outlet; cleared behind their use.</summary>
    public RetainedMessage[] Messages { get; } = new RetainedMessage[256];

    public bool IsEmpty => _ends.Count == 0;

    public OutgoingObjects Objects => new(Text.Written[..LastEnd], CollectionsMarshal.AsSpan(_ends), CollectionsMarshal.AsSpan(_positions));

    private int LastEnd => _ends.Count == 0 ? 0 : _ends[^1];

    /// <summary>Ends an object.</summary>
    /// <param name="position">The last of the session that it takes; 0 for none.</param>
    public void End(long position = 0)
    {
        if (Form == WireForm.Binary)
        {
            int start = LastEnd;
            BinaryWire.WriteHead(Text.At(start, BinaryFrameCodec.HeadLength), _kind, Text.Length - start - BinaryFrameCodec.HeadLength);
        }

        _ends.Add(Text.Length);
        _positions.Add(position);
        Open();
    }

    /// <summary>Begins an object of messages; <see cref="PutMessage"/> puts each, <see cref="EndMessages"/> ends it.</summary>
    /// <param name="position">That of the first.</param>
    /// <param name="skipped">Messages of states that gave way before these.</param>
    /// <param name="dropped">Messages that were lost before these.</param>
    public void BeginMessages(long position, long skipped, long dropped)
    {
        _hasMessage = false;
        if (Form == WireForm.Json)
        {
            JsonWire.BeginMessages(Text, position, skipped, dropped);
            return;
        }

        _kind = BinaryFrameKind.Messages;
        BinaryWire.BeginMessages(Text, position, skipped, dropped);
    }

    /// <summary>Puts one message.</summary>
    /// <param name="message">In the batch's form.</param>
    /// <param name="position">Its own.</param>
    [HotPath]
    public void PutMessage(ReadOnlySpan<byte> message, long position)
    {
        if (_hasMessage)
            Part(message.Length, position);
        _hasMessage = true;
        Text.Put(message);
    }

    /// <summary>Ends the messages.</summary>
    /// <param name="position">That of the last.</param>
    public void EndMessages(long position)
    {
        if (Form == WireForm.Json)
            JsonWire.EndMessages(Text);
        End(position);
    }

    /// <summary>Stands between two messages.</summary>
    private void Part(int length, long position)
    {
        if (Form == WireForm.Json)
        {
            Text.Put((byte)',');
        }
        else if (Text.Length - LastEnd + length > MaxMessagesOctets)
        {
            EndMessages(position - 1);
            BeginMessages(position, 0, 0);
        }
    }

    private void Open()
    {
        if (Form == WireForm.Json)
            return;
        _kind = BinaryFrameKind.Json;
        Text.GetSpan(BinaryFrameCodec.HeadLength);
        Text.Advance(BinaryFrameCodec.HeadLength);
    }
}
