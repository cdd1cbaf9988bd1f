using System.Text.Json;
using Busbar.Messaging;
using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

/// <summary>The answers of the API. JSON is written by hand, so that nothing depends on reflection.</summary>
internal sealed partial class TelemetryApi(IEchoFeed feed, TelemetryApiOptions options)
{
    private const int FlushThreshold = 32 * 1024;

    private readonly long _startedAt = feed.TimeProvider.GetUnixNanoseconds();
    private readonly string _version = options.Version ?? typeof(Sample).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public Task WriteStatusAsync(HttpContext context) => AnswerAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, "up"u8);
        writer.WriteString("version"u8, _version);
        writer.WriteString("epoch"u8, feed.Epoch);
        writer.WriteNumber("clients"u8, options.Clients());
        writer.WriteTime("startedAt"u8, _startedAt);
        writer.WriteTime("now"u8, feed.TimeProvider.GetUnixNanoseconds());
        writer.WriteNumber("samplesIn"u8, feed.SamplesIn);
        writer.WriteNumber("samplesRejected"u8, feed.SamplesRejected);
        writer.WriteStartArray("sinks"u8);
        foreach (SinkStatus sink in options.Sinks())
            WriteSink(writer, sink);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public Task WriteDevicesAsync(HttpContext context) => AnswerAsync(context, writer =>
    {
        writer.WriteStartArray();
        foreach (IDevice device in options.Devices())
            WriteDevice(writer, device.Status);
        writer.WriteEndArray();
    });

    public async Task WriteSeriesAsync(HttpContext context)
    {
        Utf8JsonWriter writer = Begin(context);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartArray();
            ReadOnlyMemory<Series> all = feed.Series.Snapshot();
            for (int i = 0; i < all.Length; i++)
            {
                writer.WriteSeries(all.Span[i]);
                if (writer.BytesPending > FlushThreshold)
                    await FlushAsync(context, writer).ConfigureAwait(false);
            }

            writer.WriteEndArray();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteSink(Utf8JsonWriter writer, SinkStatus sink)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, sink.Name);
        writer.WriteNumber("accepted"u8, sink.Accepted);
        writer.WriteNumber("rejected"u8, sink.Rejected);
        writer.WriteString("state"u8, sink.Health.State switch
        {
            SinkState.Ok => "ok"u8,
            SinkState.Degraded => "degraded"u8,
            _ => "down"u8,
        });
        writer.WriteString("detail"u8, sink.Health.Detail);
        writer.WriteEndObject();
    }

    private static void WriteDevice(Utf8JsonWriter writer, DeviceStatus device)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, device.Name);
        writer.WriteString("protocol"u8, device.Protocol);
        writer.WriteString("target"u8, device.Target);
        writer.WriteString("state"u8, device.State switch
        {
            DeviceState.Connecting => "connecting"u8,
            DeviceState.Connected => "connected"u8,
            _ => "disconnected"u8,
        });
        writer.WriteTime("since"u8, UnixTime.ToNanoseconds(device.Since));
        writer.WriteString("detail"u8, device.Detail);
        writer.WriteNumber("polls"u8, device.Polls);
        writer.WriteNumber("failures"u8, device.Failures);
        writer.WriteNumberOrNull("period"u8, device.Period?.TotalMilliseconds);
        writer.WriteStartArray("series"u8);
        foreach (Series series in device.Series)
            writer.WriteNumberValue(series.Index);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async Task AnswerAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        Utf8JsonWriter writer = Begin(context);
        await using (writer.ConfigureAwait(false))
            write(writer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static Utf8JsonWriter Begin(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return new Utf8JsonWriter(context.Response.BodyWriter);
    }

    private static async Task FlushAsync(HttpContext context, Utf8JsonWriter writer)
    {
        writer.Flush();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
