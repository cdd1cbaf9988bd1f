using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>The two ways a socket ends. The peer may have ended it first, which is no error then.</summary>
internal static class SocketClosing
{
    /// <summary>The peer sees a reset.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            if (socket.ProtocolType == ProtocolType.Tcp)
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }

    /// <summary>The peer sees the end of the data.</summary>
    public static void Shutdown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
    }
}
