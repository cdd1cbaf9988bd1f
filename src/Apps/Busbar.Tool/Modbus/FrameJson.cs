using System.Text.Json;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>A frame from a line of JSON as decoding writes it.</summary>
internal static class FrameJson
{
    private const ushort DefaultUnit = 1;

    /// <param name="line">The JSON.</param>
    /// <param name="otherwise">The direction of a line that does not say one.</param>
    /// <exception cref="UsageException">It is no such line; the message says why.</exception>
    public static FrameParts Parse(string line, PduDirection otherwise)
    {
        using JsonDocument document = Document(line);
        var root = new PduFields(document.RootElement);
        var fields = root.Has("fields") ? new PduFields(Object("fields", root.Get("fields"))) : new PduFields(document.RootElement);
        byte[] pdu = Pdu(root, fields, DirectionOf(root) ?? otherwise);
        if (pdu.Length is 0 or > ModbusLimits.MaxPduLength)
            throw new UsageException($"A PDU must have 1 to {ModbusLimits.MaxPduLength} octets, not {pdu.Length}.");
        byte unit = fields.Has("unit") ? fields.Octet("unit") : (byte)DefaultUnit;
        return new FrameParts(fields.UInt16Or("tid", 0), unit, pdu);
    }

    private static JsonDocument Document(string line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            Object("a line", document.RootElement);
            return document;
        }
        catch (JsonException exception)
        {
            throw new UsageException($"A line must be a JSON object: {exception.Message}");
        }
    }

    private static JsonElement Object(string name, JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new UsageException($"'{name}' must be a JSON object.");

    private static PduDirection? DirectionOf(PduFields root)
    {
        if (!root.Has("direction"))
            return null;
        JsonElement direction = root.Get("direction");
        return DirectionNames.Find(direction.ValueKind == JsonValueKind.String ? direction.GetString() : null)
            ?? throw new UsageException("'direction' must be request or response.");
    }

    /// <summary>From the fields, or as it stands there when they do not say all.</summary>
    private static byte[] Pdu(PduFields root, PduFields fields, PduDirection direction)
    {
        byte[]? given = root.Has("pdu") ? root.Hex("pdu") : null;
        if (given is not null && !root.Has("fc"))
            return given;

        byte[] built;
        try
        {
            built = PduBuilder.Build((FunctionCode)root.Octet("fc"), direction, fields);
        }
        catch (AbsentFieldException exception)
        {
            return given ?? throw new UsageException(exception.Message);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"The fields are more, or fewer, than a PDU takes: {exception.Message.ReplaceLineEndings(" ")}");
        }

        return given is null || given.AsSpan().SequenceEqual(built)
            ? built
            : throw new UsageException($"'pdu' and 'fields' must say the same: the fields make {Convert.ToHexStringLower(built)}.");
    }
}
