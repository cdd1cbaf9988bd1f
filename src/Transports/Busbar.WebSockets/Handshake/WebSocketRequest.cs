namespace Busbar.WebSockets;

/// <summary>A client's request for an upgrade, checked to be one; what it asks for is for the server's policy to judge.</summary>
public sealed class WebSocketRequest
{
    private readonly HttpHead _head;

    internal WebSocketRequest(HttpHead head, string key)
    {
        _head = head;
        Key = key;
        Target = head.Second;
        int query = Target.IndexOf('?', StringComparison.Ordinal);
        Path = Uri.UnescapeDataString(query < 0 ? Target : Target[..query]);
        Query = query < 0 ? "" : Target[query..];
        Host = head.Single("Host")!;
        Origin = head.Joined("Origin");
        Subprotocols = head.Items("Sec-WebSocket-Protocol");
    }

    /// <summary>Path and query as they came: <c>/live?site=3</c>.</summary>
    public string Target { get; }

    /// <summary>The path, unescaped.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, as it came; empty without one.</summary>
    public string Query { get; }

    /// <summary>The host, and the port where it is not the usual one, that the client believes to talk to.</summary>
    public string Host { get; }

    /// <summary>Which page asks, said by its browser; null from what is no browser.</summary>
    public string? Origin { get; }

    /// <summary>The subprotocols that the client offers, its best first.</summary>
    public IReadOnlyList<string> Subprotocols { get; }

    internal string Key { get; }

    /// <summary>Whether a browser asks for a page of this very host, or no browser asks: what is let in unless told otherwise.</summary>
    public bool IsSameOrigin =>
        Origin is null || (Uri.TryCreate(Origin, UriKind.Absolute, out Uri? origin) && origin.Authority.Equals(WithoutUsualPort(origin), StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of a header field, several joined by commas; null when it is not there.</summary>
    /// <param name="name">Its name; upper and lower case are the same.</param>
    public string? Header(string name) => _head.Joined(name);

    private string WithoutUsualPort(Uri origin)
    {
        string usual = $":{(origin.Scheme == Uri.UriSchemeHttps ? "443" : "80")}";
        return Host.EndsWith(usual, StringComparison.Ordinal) && origin.IsDefaultPort ? Host[..^usual.Length] : Host;
    }
}
