using System.Net;
using System.Net.Sockets;

namespace Busbar.Tool.Tests;

/// <summary>
/// Ports for servers that are ended and started again where they were. They lie below those that systems give to whoever asks for
/// any, so that nobody takes one meanwhile, not even the client that tries to connect to it.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    public static int Next()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, Last);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // another one
            }
        }
    }
}
