using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>The wire in its binary form. Messages and publishes cost no allocation here.</summary>
internal sealed class BinaryClientSession(BrokerClient client, int maxFrame) : BrokerClientSession(client)
{
    private readonly BinaryFrameCodec _codec = new(isServer: false, maxFrame);

    public override void OnOpened(long now, SessionOutput output)
    {
        ReadOnlySpan<byte> preamble = BinaryWire.Preamble;
        preamble.CopyTo(output.GetSpan(preamble.Length));
        output.Advance(preamble.Length);
        base.OnOpened(now, output);
    }

    public override void Say(SessionOutput output, ReadOnlySpan<byte> line) => BinaryWire.WriteJson(output, line[..^1]);

    [HotPath]
    public override void SayPublish(SessionOutput output, string topic, ReadOnlySpan<byte> value, in ClientPublishOptions options, long id)
    {
        ReadOnlySpan<byte> payload = value.IsEmpty && !options.IsRaw ? "null"u8 : value;
        long length = BinaryWire.PublishLength(topic, payload.Length, options, id);
        if (length <= MaxMessage)
            BinaryWire.WritePublish(output, topic, payload, options, id, (int)length);
        else
            RefuseLong(id);
    }

    [HotPath]
    protected override int Receive(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        int consumed = 0;
        while (!IsBroken)
        {
            FrameStatus status = _codec.Decode(octets[consumed..], out BinaryFrame frame);
            if (status.Kind == FrameStatusKind.Incomplete)
                break;
            if (status.Kind == FrameStatusKind.Malformed)
                Break(output, consumed + status.Offset, status.Rule!);
            else if (frame.Kind == BinaryFrameKind.Json)
                OnObject(frame.Body, consumed, now, output);
            else
                OnMessages(frame.Body, consumed, output);
            consumed += status.Consumed;
        }

        Drain(output);
        return consumed;
    }

    protected override void SayAcknowledgement(SessionOutput output, long position) => BinaryWire.WriteAcknowledgement(output, position);

    private void OnMessages(ReadOnlySpan<byte> body, int offset, SessionOutput output)
    {
        FrameStatus status = Client.OnMessages(body, out int count);
        Count(count, body.Length);
        if (status.Kind == FrameStatusKind.Malformed)
            Break(output, offset + BinaryFrameCodec.HeadLength + status.Offset, status.Rule!);
    }

    private void RefuseLong(long id) =>
        Client.Refuse(id, "too-large", FormattableString.Invariant($"With its topic a message may have {MaxMessage} octets."));
}
