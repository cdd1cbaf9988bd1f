using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Busbar.Messaging;
using Busbar.Tool.Brokers;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar pub</c>.</summary>
internal static class PublishCommand
{
    private const int InFlight = 256;

    private static readonly Argument<string> Topic = new("TOPIC") { Description = "The topic, levels parted by '/'." };
    private static readonly Argument<string?> Message = new("MESSAGE") { Description = "JSON, or any text; without it each line of standard input is one.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> State = new("--state") { Description = "Makes the topic a state, whose last message is kept, when it is not there yet." };
    private static readonly Option<bool> AsText = new("--text") { Description = "Takes the message as a text, also where it would be JSON." };
    private static readonly Option<string?> TimeToLive = new("--ttl") { Description = "After such a time nobody gets it any more: 500ms, 10s, 5m." };

    public static Command Create()
    {
        var command = new Command("pub", "Publishes to a broker.") { Topic, Message, State, AsText, TimeToLive };
        BrokerTarget.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        string topic = context.Get(Topic)!;
        bool asText = context.Get(AsText);
        var options = new ClientPublishOptions
        {
            Kind = context.Get(State) ? TopicKind.State : null,
            TimeToLive = context.Get(TimeToLive) is { } life ? Durations.Parse(life, "--ttl") : null,
        };
        if (TopicFilter.Parse(topic) is { IsExact: false })
            throw new UsageException($"TOPIC must be one topic, without '+' and '#', not '{topic}'.");

        await using BrokerClient client = await BrokerTarget.ConnectAsync(context, new BrokerClientOptions { Own = false }, cancellationToken);
        if (context.Get(Message) is { } message)
        {
            Print(context, topic, await client.PublishAsync(topic, ToJson(message, asText), options, cancellationToken));
            return;
        }

        // Several at a time, printed in their order: a line a round trip would be slow.
        var asked = new Queue<Task<long>>();
        long count = 0;
        await foreach ((_, string line) in StandardInput.ReadLinesAsync(cancellationToken))
        {
            asked.Enqueue(client.PublishAsync(topic, ToJson(line, asText), options, cancellationToken));
            count++;
            while (asked.Count > 0 && (asked.Count >= InFlight || asked.Peek().IsCompleted))
                Print(context, topic, await asked.Dequeue());
        }

        while (asked.TryDequeue(out Task<long>? last))
            Print(context, topic, await last);
        if (!context.Json)
            ToolContext.Say(FormattableString.Invariant($"published {count}"));
    }

    private static byte[] ToJson(string message, bool asText)
    {
        byte[] octets = Encoding.UTF8.GetBytes(message);
        if (!asText && IsJson(octets))
            return octets;
        var buffer = new ArrayBufferWriter<byte>(octets.Length + 2);
        using (var json = new Utf8JsonWriter(buffer, ToolJson.Readable))
            json.WriteStringValue(message);
        return buffer.WrittenSpan.ToArray();
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Print(ToolContext context, string topic, long sequence)
    {
        if (!context.Json)
        {
            ToolContext.Write(FormattableString.Invariant($"{topic} #{sequence}"));
            return;
        }

        ToolContext.Write(ToolJson.Line(json =>
        {
            json.WriteString("topic", topic);
            json.WriteNumber("sequence", sequence);
        }));
    }
}
