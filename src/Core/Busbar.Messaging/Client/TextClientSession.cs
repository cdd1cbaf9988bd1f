using Busbar.Links;

namespace Busbar.Messaging;

/// <summary>The wire as objects of JSON: each is a message of the carrier, and in what comes a line.</summary>
internal sealed class TextClientSession(BrokerClient client) : BrokerClientSession(client)
{
    public override void Say(SessionOutput output, ReadOnlySpan<byte> line)
    {
        line.CopyTo(output.GetSpan(line.Length));
        output.Advance(line.Length);
        output.EndFrame();
    }

    public override void SayPublish(SessionOutput output, string topic, ReadOnlySpan<byte> value, in ClientPublishOptions options, long id)
    {
        if (options.IsRaw && !JsonForm.IsJson(value))
            Client.Refuse(id, "bad-message", "Octets that are no JSON need the binary form of the wire.");
        else
            Say(output, ClientObjects.Publish(topic, value.ToArray(), options, id));
    }

    protected override int Receive(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        int consumed = 0;
        while (octets[consumed..].IndexOf((byte)'\n') is >= 0 and var length && !IsBroken)
        {
            ReadOnlySpan<byte> line = octets.Slice(consumed, length);
            if (!line.Trim(" \t\r"u8).IsEmpty)
                OnObject(line, consumed, now, output);
            consumed += length + 1;
        }

        return consumed;
    }

    protected override void SayAcknowledgement(SessionOutput output, long position) => Say(output, ClientObjects.Acknowledge(position));
}
