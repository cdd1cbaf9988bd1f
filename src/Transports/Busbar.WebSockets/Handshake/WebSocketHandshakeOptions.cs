using System.Net;

namespace Busbar.WebSockets;

/// <summary>Whom a server lets in. Copied and checked where it is used.</summary>
public sealed record WebSocketHandshakeOptions
{
    /// <summary>The subprotocols that the server speaks, the best first; a client that offers none of them is let in without one. Default none.</summary>
    public IReadOnlyList<string> Subprotocols { get; set; } = [];

    /// <summary>
    /// Whether a page of that origin may connect; asked only when a browser said one, and answered with 403 if not. Default: pages of
    /// this very host alone (<see cref="WebSocketRequest.IsSameOrigin"/>). Called on the thread pool, by many connections at once.
    /// </summary>
    public Func<WebSocketRequest, bool> AllowOrigin { get; set; } = static request => request.IsSameOrigin;

    /// <summary>
    /// What is answered to a request that is in order: <see cref="HttpStatusCode.SwitchingProtocols"/> lets it in, another code (404 for
    /// a path, 401 for a credential) is sent instead. Default: everybody is let in. Called on the thread pool, by many connections at once.
    /// </summary>
    public Func<WebSocketRequest, HttpStatusCode> Answer { get; set; } = static _ => HttpStatusCode.SwitchingProtocols;

    /// <summary>Octets of the longest head of a request; a longer one is answered with 431. 256 to 1 MiB, default 8 KiB.</summary>
    public int MaxHeadLength { get; set; } = 8 * 1024;

    internal WebSocketHandshakeOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Subprotocols);
        ArgumentNullException.ThrowIfNull(AllowOrigin);
        ArgumentNullException.ThrowIfNull(Answer);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeadLength, 256);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHeadLength, 1024 * 1024);
        CheckSubprotocols(Subprotocols);
        return this with { Subprotocols = [.. Subprotocols] };
    }

    internal static void CheckSubprotocols(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (!WebSocketHandshake.IsToken(name))
                throw new ArgumentException($"\"{name}\" is no name of a subprotocol: it must be a token of letters, digits and !#$%&'*+-.^_`|~.", nameof(names));
        }
    }
}
