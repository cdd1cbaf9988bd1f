using System.Net;
using System.Security.Claims;

namespace Busbar.Messaging;

/// <summary>Who wants to connect, for <see cref="BrokerServerOptions.AuthorizeConnect"/>.</summary>
public sealed record ConnectRequest
{
    /// <summary>The API key that came with the request or in the <c>hello</c>; null for none. It was checked where the server has keys.</summary>
    public string? Key { get; init; }

    /// <summary>What the client wants to be called; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>Whom the host has found the request to come from; null where nobody looked.</summary>
    public ClaimsPrincipal? User { get; init; }

    /// <summary>Where the request came from; null where that is not known.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>It takes up a session that is there, not a new one.</summary>
    public bool IsResuming { get; init; }
}
