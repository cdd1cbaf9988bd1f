using System.Net.WebSockets;

namespace Busbar.Load;

/// <summary>What the servers written by hand read from their clients.</summary>
internal static class IncomingTexts
{
    /// <summary>Reads one message.</summary>
    /// <returns>Its length; -1 at the end.</returns>
    public static async ValueTask<int> ReadAsync(WebSocket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult read = await socket.ReceiveAsync(buffer[length..], cancellationToken);
                length += read.Count;
                if (read.MessageType == WebSocketMessageType.Close)
                    return -1;
                if (read.EndOfMessage)
                    return length;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            return -1;
        }
    }

    public static async Task WaitForEndAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[256];
        while (await ReadAsync(socket, buffer, cancellationToken) >= 0)
        {
            // Subscribers say nothing.
        }
    }
}
