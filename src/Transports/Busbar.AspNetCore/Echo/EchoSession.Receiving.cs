using System.Buffers;
using System.Net.WebSockets;

namespace Busbar.AspNetCore;

// What the page asks. A page that breaks a rule is closed; what it sends until its own close is passed over.
internal sealed partial class EchoSession
{
    private const int FirstReceiveLength = 1024;

    private async Task ReceiveAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstReceiveLength);
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                if (Volatile.Read(ref _closing) is not null)
                    continue;

                length += received.Count;
                if (received.MessageType != WebSocketMessageType.Text)
                    End(WebSocketCloseStatus.InvalidMessageType, "text only");
                else if (length > _options.MaxMessageBytes)
                    End(WebSocketCloseStatus.MessageTooBig, $"a message has at most {_options.MaxMessageBytes} octets");
                else if (received.EndOfMessage)
                    Take(buffer.AsSpan(0, length));
                else if (length == buffer.Length)
                    buffer = Grow(buffer);

                if (received.EndOfMessage || Volatile.Read(ref _closing) is not null)
                    length = 0;
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The connection broke, or was cut off.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            End(WebSocketCloseStatus.NormalClosure, "");
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (EchoRequest.TryParse(message, out EchoRequest? request) is { } wrong)
        {
            _serving.Logger.MalformedMessage(wrong);
            End(WebSocketCloseStatus.PolicyViolation, wrong);
            return;
        }

        Volatile.Write(ref _request, request);
        _outlet.Wake();
    }

    private static byte[] Grow(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
