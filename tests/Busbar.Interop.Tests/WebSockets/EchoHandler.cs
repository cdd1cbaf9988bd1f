using System.Globalization;
using System.Text;
using Busbar.WebSockets;

namespace Busbar.Interop.Tests.WebSockets;

/// <summary>Sends each message back; "close N" is answered with that close code.</summary>
internal sealed class EchoHandler : IWebSocketHandler
{
    public void OnMessage(in WebSocketMessage message, WebSocketSender sender)
    {
        if (message.IsText && message.Payload.StartsWith("close "u8))
            sender.TryClose((WebSocketCloseCode)int.Parse(Encoding.UTF8.GetString(message.Payload[6..]), CultureInfo.InvariantCulture), "as asked");
        else if (message.IsText)
            sender.TrySendText(message.Payload);
        else
            sender.TrySendBinary(message.Payload);
    }
}
