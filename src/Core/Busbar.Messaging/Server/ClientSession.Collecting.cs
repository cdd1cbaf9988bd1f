namespace Busbar.Messaging;

// What goes out together, in this order: welcome and gap of a connection that is new, what is sent again, objects for this client alone,
// messages of topics. Under the lock of the drain. Allocates nothing in steady state.
internal sealed partial class ClientSession
{
    private const int BatchOctets = 64 * 1024;

    private long _untold; // messages that were lost, and no message has come since

    private void Collect(ClientConnection connection, OutgoingBatch batch)
    {
        connection.CollectGreeting(batch);
        CollectAgain(connection, batch);
        if (connection.NextAgain <= _ring.Last)
            return; // the batch is full
        CollectObjects(batch);
        CollectMessages(batch);
        connection.NextAgain = _ring.Last + 1;
        if (connection.TryPayHeartbeat() && batch.IsEmpty)
        {
            JsonWire.WriteHeartbeat(batch.Text, Server.WallClock());
            batch.End();
        }
    }

    /// <summary>What the client may not have received over the connection before.</summary>
    private void CollectAgain(ClientConnection connection, OutgoingBatch batch)
    {
        connection.NextAgain = Math.Max(connection.NextAgain, _ring.First); // it may have been acknowledged meanwhile
        while (connection.NextAgain <= _ring.Last && batch.Text.Length < BatchOctets)
        {
            if (IsExpired(connection.NextAgain))
                CollectExpired(connection, batch);
            else if (_ring[connection.NextAgain].IsMessage)
                CollectMessagesAgain(connection, batch);
            else
                WriteObject(_ring[connection.NextAgain].Block, connection.NextAgain++, batch);
        }
    }

    private bool IsExpired(long position) =>
        _ring[position] is { IsMessage: true, Block.Expires: not MessageBlock.Never and var end } && end <= Server.Broker.Clock.Now();

    private void CollectExpired(ClientConnection connection, OutgoingBatch batch)
    {
        long first = connection.NextAgain;
        while (connection.NextAgain <= _ring.Last && IsExpired(connection.NextAgain))
            connection.NextAgain++;
        JsonWire.WriteGap(batch.Text, first, connection.NextAgain - 1);
        batch.End(connection.NextAgain - 1);
    }

    private void CollectMessagesAgain(ClientConnection connection, OutgoingBatch batch)
    {
        long first = connection.NextAgain;
        long end = first;
        int octets = 0;
        while (end <= _ring.Last && octets < BatchOctets && _ring[end] is { IsMessage: true } entry
            && (end == first || ((entry.Skipped | entry.Dropped) == 0 && !IsExpired(end))))
        {
            Announce(entry.Block, batch);
            octets += FormOf(entry.Block, batch).Length;
            end++;
        }

        batch.BeginMessages(first, _ring[first].Skipped, _ring[first].Dropped);
        for (long position = first; position < end; position++)
            batch.PutMessage(FormOf(_ring[position].Block, batch).Payload, position);
        batch.EndMessages(end - 1);
        connection.NextAgain = end;
    }

    private void CollectObjects(OutgoingBatch batch)
    {
        while (batch.Text.Length < BatchOctets && _objects.TryTake(out MessageBlock block, out bool takesPosition))
        {
            if (takesPosition)
            {
                WriteObject(block, _ring.Last + 1, batch);
                _ring.Add(block, isMessage: false, block.Length);
                continue;
            }

            batch.Text.Put(block.Payload);
            batch.End();
            block.Release();
        }
    }

    private static void WriteObject(MessageBlock block, long position, OutgoingBatch batch)
    {
        batch.Text.Put(block.Payload);
        JsonWire.Close(batch.Text, position);
        batch.End(position);
    }

    private void CollectMessages(OutgoingBatch batch)
    {
        while (batch.Text.Length < BatchOctets)
        {
            Span<RetainedMessage> messages = batch.Messages.AsSpan(0, ReadCount(batch));
            int count = Outlet.TryRead(messages, out OutletLoss loss);
            _untold += loss.Dropped;
            if (count == 0)
                return;
            WriteMessages(messages[..count], loss.Skipped, batch);
            messages[..count].Clear();
        }
    }

    /// <summary>How many fill the batch, by the mean of those that wait.</summary>
    private int ReadCount(OutgoingBatch batch)
    {
        long mean = 32 + (Outlet.Bytes / Math.Max(Outlet.Count, 1));
        return (int)Math.Clamp((BatchOctets - batch.Text.Length) / mean, 1, batch.Messages.Length);
    }

    [HotPath]
    private void WriteMessages(ReadOnlySpan<RetainedMessage> messages, long skipped, OutgoingBatch batch)
    {
        int unwanted = AnnounceTopics(messages, batch);
        int left = messages.Length - unwanted;
        int skippedBefore = (int)Math.Min(skipped, int.MaxValue);
        int droppedBefore = (int)Math.Min(_untold, int.MaxValue);
        if (left > 0)
        {
            batch.BeginMessages(_ring.Last + 1, skipped, _untold);
            _untold = 0;
        }

        foreach (ref readonly RetainedMessage message in messages)
        {
            MessageBlock block = message.Block;
            if (unwanted > 0 && IsUnwanted(block))
            {
                block.Release();
                continue;
            }

            MessageBlock form = FormOf(block, batch);
            batch.PutMessage(form.Payload, _ring.Last + 1);
            _ring.Add(block, isMessage: true, block.Length + form.Length, skippedBefore, droppedBefore);
            skippedBefore = droppedBefore = 0;
        }

        if (left == 0)
            return;
        batch.EndMessages(_ring.Last);
        Server.OnDelivered(left);
    }

    /// <summary>Tells of the topics before their messages.</summary>
    /// <returns>How many messages the client does not want.</returns>
    [HotPath]
    private int AnnounceTopics(ReadOnlySpan<RetainedMessage> messages, OutgoingBatch batch)
    {
        int unwanted = 0;
        Topic? last = null;
        foreach (ref readonly RetainedMessage message in messages)
        {
            MessageBlock block = message.Block;
            if (IsUnwanted(block))
            {
                unwanted++;
            }
            else if (!ReferenceEquals(block.Topic, last))
            {
                last = block.Topic;
                Announce(block, batch);
            }
        }

        return unwanted;
    }

    /// <summary>The client said so itself, and does not want to hear it.</summary>
    private bool IsUnwanted(MessageBlock block) =>
        block.Sender is { } sender && (ReferenceEquals(sender, QuietId) || (!GetsOwn && ReferenceEquals(sender, Id)));

    private void Announce(MessageBlock block, OutgoingBatch batch)
    {
        if (!_announced.Add(block.Topic!.Id))
            return;
        JsonWire.WriteTopic(batch.Text, block.Topic);
        batch.End();
    }

    private MessageBlock FormOf(MessageBlock block, OutgoingBatch batch) => batch.Form == WireForm.Binary
        ? BinaryForm.Of(block, Server.Broker.Pool, ref Server.EncodedCount)
        : JsonForm.Of(block, Server.Broker.Pool, ref Server.EncodedCount);
}
