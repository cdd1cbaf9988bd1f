using System.CommandLine;
using System.Globalization;
using System.Text;
using Busbar.Messaging;
using Busbar.Tool.Brokers;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar sub</c>.</summary>
internal static class SubscribeCommand
{
    private static readonly Argument<string[]> Filters = new("FILTER") { Description = "Topics, or filters with '+' and '#'.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> History = CommandWords.Whole("--history", 0, "So many events that the broker kept come first.");
    private static readonly Option<int> Count = CommandWords.Whole("--count", 0, "Ends after so many messages; 0 for never.");

    public static Command Create()
    {
        var command = new Command("sub", "Prints what is published to a broker.") { Filters, History, Count };
        BrokerTarget.AddTo(command);
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        string[] filters = [.. context.Get(Filters)!.Distinct(StringComparer.Ordinal)];
        foreach (string filter in filters)
            BrokerTarget.Checked(() => TopicFilter.Parse(filter));
        int history = context.Get(History);
        int count = context.Get(Count);
        if (history < 0 || count < 0)
            throw new UsageException("--history and --count must be 0 or more.");

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int printed = 0;
        await using BrokerClient client = await BrokerTarget.ConnectAsync(context, new BrokerClientOptions { OnGap = TellGap }, cancellationToken);
        var groups = new List<JoinedGroup>();
        foreach (string filter in filters)
            groups.Add(await client.JoinAsync(filter, Print, new ClientJoinOptions { History = history }, cancellationToken));
        await ended.Task.WaitAsync(cancellationToken);

        ValueTask Print(ReceivedMessage message)
        {
            // One after the other, so the count needs no lock.
            if (ended.Task.IsCompleted)
                return default;
            try
            {
                ToolContext.Write(context.Json ? ToJson(message) : $"{message.Topic} {ToText(message)}");
                if (++printed == count)
                    ended.TrySetResult();
            }
            catch (OutputException exception)
            {
                ended.TrySetException(exception);
            }

            return default;
        }
    }

    private static ValueTask TellGap(BrokerGap gap)
    {
        string of = gap.Filter is null ? "" : $" of {gap.Filter}";
        ToolContext.Say(gap.Missed is { } missed
            ? string.Create(CultureInfo.InvariantCulture, $"{missed} messages{of} are missing")
            : $"messages{of} may be missing");
        return default;
    }

    private static string ToText(ReceivedMessage message) =>
        message.IsJson || IsText(message.Payload.Span) ? Encoding.UTF8.GetString(message.Payload.Span) : $"0x{Convert.ToHexString(message.Payload.Span)}";

    private static string ToJson(ReceivedMessage message) => ToolJson.Line(json =>
    {
        json.WriteString("topic", message.Topic);
        json.WriteString("kind", message.Kind == TopicKind.State ? "state" : "event");
        json.WriteNumber("sequence", message.Sequence);
        json.WriteString("time", message.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteString("sender", message.Sender);
        json.WritePropertyName("value");
        if (message.IsJson)
            json.WriteRawValue(message.Payload.Span, skipInputValidation: true);
        else if (IsText(message.Payload.Span))
            json.WriteStringValue(message.Payload.Span);
        else
            json.WriteBase64StringValue(message.Payload.Span);
        if (!message.IsJson)
            json.WriteString("form", IsText(message.Payload.Span) ? "text" : "base64");
    });

    private static bool IsText(ReadOnlySpan<byte> payload) => System.Text.Unicode.Utf8.IsValid(payload);
}
