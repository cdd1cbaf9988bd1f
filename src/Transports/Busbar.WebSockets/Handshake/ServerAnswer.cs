using System.Net;

namespace Busbar.WebSockets;

/// <summary>What a server answers to a request for an upgrade.</summary>
/// <param name="Response">The octets to send.</param>
/// <param name="Status">101 when the WebSocket is open behind them.</param>
/// <param name="Rule">Why it was refused; empty when it was not.</param>
/// <param name="Consumed">Octets of the request; what follows belongs to the WebSocket.</param>
/// <param name="Request">The request; null when it was refused.</param>
/// <param name="Subprotocol">The one that was agreed to; null for none.</param>
internal sealed record ServerAnswer(byte[] Response, HttpStatusCode Status, string Rule, int Consumed, WebSocketRequest? Request, string? Subprotocol);
