using System.Text.Json;
using System.Text.Unicode;

namespace Busbar.Messaging;

/// <summary>What a payload is, as clients are told it: the number stands in the flags of the binary form.</summary>
internal enum PayloadForm : byte
{
    /// <summary>One JSON text.</summary>
    Json = 0,

    /// <summary>Other UTF-8 text.</summary>
    Text = 1,

    /// <summary>Neither.</summary>
    Octets = 2,
}

/// <summary>Says what a payload is.</summary>
internal static class PayloadForms
{
    public static PayloadForm Of(ReadOnlySpan<byte> payload) =>
        !Utf8.IsValid(payload) ? PayloadForm.Octets : IsJson(payload) ? PayloadForm.Json : PayloadForm.Text;

    /// <summary>The octets, valid UTF-8, are one JSON text, so that they can stand in another one.</summary>
    public static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return false;
        if (PlainJson.IsValue(utf8))
            return true;
        var json = new Utf8JsonReader(utf8);
        try
        {
            while (json.Read())
            {
                // Only whether it can be read.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
