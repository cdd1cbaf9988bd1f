using System.Globalization;
using System.Text.Json;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

/// <summary>What is told in place of a close frame.</summary>
internal static class CloseObject
{
    public static string Of(ClientCloseCode code, string reason) => string.Create(
        CultureInfo.InvariantCulture, $"{{\"type\":\"close\",\"code\":{(int)code},\"reason\":\"{JsonEncodedText.Encode(reason)}\"}}");
}
