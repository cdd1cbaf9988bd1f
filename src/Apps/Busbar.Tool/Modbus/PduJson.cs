using System.Buffers;
using System.Text;
using System.Text.Json;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>A decoded frame, or what is wrong with it, as a line of JSON.</summary>
internal static class PduJson
{
    public static string Line(FrameParts frame, FrameLine framing, PduDirection direction, out bool isRight)
    {
        byte[] pdu = frame.Pdu;
        isRight = Pdu.Check(pdu, direction, out PduViolation violation);
        bool isException = direction == PduDirection.Response && (pdu[0] & ExceptionResponse.Mark) != 0;
        FrameError? error = isRight ? null : new FrameError(framing.OffsetOf(violation.Offset), violation.Rule!);
        return Write(json =>
        {
            json.WriteNumber("fc", isException ? pdu[0] & ~ExceptionResponse.Mark : pdu[0]);
            json.WriteString("direction", DirectionNames.Of(direction));
            json.WriteString("pdu", Convert.ToHexStringLower(pdu));
            json.WriteStartObject("fields");
            json.WriteNumber("unit", frame.Unit);
            if (framing.HasTransactions)
                json.WriteNumber("tid", frame.TransactionId);
            if (error is null || IsQuantityAlone(pdu, direction))
                WriteFields(json, pdu, direction, isException);
            if (framing.HasBroadcast && frame.Unit == RtuCodec.BroadcastUnit && direction == PduDirection.Request)
                json.WriteBoolean("broadcast", true);
            json.WriteEndObject();
            WriteError(json, error);
        });
    }

    public static string Line(FrameError error) => Write(json => WriteError(json, error));

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, ToolJson.Readable))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteError(Utf8JsonWriter json, FrameError? error)
    {
        if (error is null)
            return;
        json.WriteStartObject("error");
        json.WriteNumber("offset", error.Offset);
        json.WriteString("rule", error.Rule);
        json.WriteEndObject();
    }

    /// <summary>A read that asks for too much still says what it asks for.</summary>
    private static bool IsQuantityAlone(byte[] pdu, PduDirection direction) =>
        direction == PduDirection.Request && pdu[0] is >= 1 and <= 4 && pdu.Length == ReadRequest.Length;

    private static void WriteFields(Utf8JsonWriter json, byte[] pdu, PduDirection direction, bool isException)
    {
        if (isException)
            WriteException(json, pdu);
        else if (direction == PduDirection.Request)
            RequestJson.Write(json, pdu);
        else
            ResponseJson.Write(json, pdu);
    }

    private static void WriteException(Utf8JsonWriter json, byte[] pdu)
    {
        var code = (ModbusExceptionCode)pdu[1];
        json.WriteNumber("exception", (int)code);
        if (ExceptionNames.Of(code) is { } name)
            json.WriteString("exception_name", name);
    }
}
