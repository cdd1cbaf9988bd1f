using System.Buffers.Binary;
using Busbar.Links;

namespace Busbar.Messaging;

// What the client says in frames of the binary form. Allocates nothing for a publish whose topic is the one before.
public sealed partial class ClientConnection
{
    private const double MaxTimeToLive = 1e12; // ms, as in JSON

    private LastTopic? _lastTopic;

    private bool IsOver => _isClosed && Transport is not null;

    /// <summary>Looks up a topic, unless it is the one before.</summary>
    /// <returns>Null when the name is not UTF-8.</returns>
    internal LastTopic? LastTopicOf(ReadOnlySpan<byte> name) => (_lastTopic ??= new LastTopic(Server.Broker)).TryChange(name) ? _lastTopic : null;

    private async ValueTask WorkOffFramesAsync(ReadOnlyMemory<byte> frames)
    {
        while (!frames.IsEmpty && !IsOver)
        {
            int length = BinaryFrameCodec.HeadLength + BinaryPrimitives.ReadInt32LittleEndian(frames.Span) - 1;
            await WorkOffFrameAsync((BinaryFrameKind)frames.Span[BinaryFrameCodec.HeadLength - 1], frames[BinaryFrameCodec.HeadLength..length]).ConfigureAwait(false);
            frames = frames[length..];
        }
    }

    private ValueTask WorkOffFrameAsync(BinaryFrameKind kind, ReadOnlyMemory<byte> body)
    {
        if (kind == BinaryFrameKind.Json)
            return WorkOffAsync(body);
        if (Session is not { } session)
            OnFault(null, "hello must come first");
        else if (session.IsEnded)
            return default;
        else if (kind == BinaryFrameKind.Publish)
            return WorkOffPublishesAsync(session, body);
        else
            Acknowledge(session, BinaryPrimitives.ReadInt64LittleEndian(body.Span) is >= 0 and var position ? position : null, null);
        return default;
    }

    private ValueTask WorkOffPublishesAsync(ClientSession session, ReadOnlyMemory<byte> body)
    {
        var reader = new BinaryPublishReader(body.Span);
        while (!reader.IsAtEnd && !IsOver)
        {
            FrameStatus status = reader.Read(out BinaryPublish publish);
            if (status.Kind != FrameStatusKind.Complete)
            {
                Server.OnFault();
                Close(ClientCloseCode.ProtocolError, status.Rule!);
                return default;
            }

            ValueTask done = PublishAsync(session, publish);
            if (!done.IsCompletedSuccessfully)
                return WorkOffRestAsync(done, session, body[status.Consumed..]);
        }

        return default;
    }

    private async ValueTask WorkOffRestAsync(ValueTask begun, ClientSession session, ReadOnlyMemory<byte> rest)
    {
        await begun.ConfigureAwait(false);
        await WorkOffPublishesAsync(session, rest).ConfigureAwait(false);
    }

    [HotPath]
    private ValueTask PublishAsync(ClientSession session, in BinaryPublish publish)
    {
        if (session.IsEnded || !MayGoOn(session, publish.Id))
            return default;
        if (publish.TimeToLive is { } life and (< 1 or > (long)MaxTimeToLive))
            OnFault(publish.Id, "ttl must be a number of milliseconds above 0");
        else if (LastTopicOf(publish.Topic) is not { } last)
            OnFault(publish.Id, "the topic is not UTF-8");
        else
            return session.PublishAsync(new PublishRequest(publish.Id, last.Name, publish.Kind, publish.TimeToLive, !publish.SkipsOwn, last.Topic), publish.Payload);
        return default;
    }
}
