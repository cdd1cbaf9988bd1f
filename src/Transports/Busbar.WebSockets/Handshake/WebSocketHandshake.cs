using System.Security.Cryptography;
using System.Text;

namespace Busbar.WebSockets;

/// <summary>What both sides of the opening handshake share; RFC 6455 §1.3 and §4.</summary>
public static class WebSocketHandshake
{
    internal const string Version = "13";

    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The value of Sec-WebSocket-Accept that answers a Sec-WebSocket-Key.</summary>
    /// <param name="key">The key as it came.</param>
    public static string AcceptOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
#pragma warning disable CA5350 // the protocol asks for SHA-1, as a proof of having read the request, not as a secret
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
    }

    /// <summary>The subprotocol that a server takes: the first of its own that the client offers; null when none is.</summary>
    /// <param name="supported">What the server speaks, the best first.</param>
    /// <param name="offered">What the client offers.</param>
    public static string? ChooseSubprotocol(IEnumerable<string> supported, IEnumerable<string> offered) =>
        supported.FirstOrDefault(name => offered.Contains(name, StringComparer.Ordinal));

    /// <summary>A new key: 16 octets that nobody can foretell, in Base64.</summary>
    internal static string NewKey()
    {
        Span<byte> octets = stackalloc byte[16];
        RandomNumberGenerator.Fill(octets);
        return Convert.ToBase64String(octets);
    }

    internal static bool IsKey(string key)
    {
        Span<byte> octets = stackalloc byte[18];
        return key.Length == 24 && Convert.TryFromBase64String(key, octets, out int written) && written == 16;
    }

    /// <summary>A token of RFC 9110 §5.6.2, which a subprotocol and the name of a header field must be.</summary>
    internal static bool IsToken(string text) =>
        text.Length > 0 && text.All(static character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal));
}
