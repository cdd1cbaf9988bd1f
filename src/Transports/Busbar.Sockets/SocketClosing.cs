using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>The two ways a socket ends. The peer may have ended it first, which is no error then.</summary>
internal static class SocketClosing
{
    /// <summary>Octets that a peer may still send after the end of our side before it is cut off.</summary>
    public const int MaxDrained = 1024 * 1024;

    private const int BlockSize = 8 * 1024;

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

    /// <summary>
    /// The peer sees the end of the data. A socket that is closed while it holds input that nobody read, or that input still comes
    /// to, answers with a reset, and that may destroy what was sent last before the peer has read it (RFC 1122 §4.2.2.13). So this
    /// side is ended alone, and what comes is read and dropped until the peer has ended its side too: for so long, and so much.
    /// </summary>
    public static async Task ShutdownAsync(Socket socket, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken = default)
    {
        try
        {
            using var patience = new CancellationTokenSource(timeout, time);
            using CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
            socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(socket, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Gone already, aborted meanwhile, or not willing to end.
        }
    }

    private static async Task DrainAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] block = new byte[BlockSize];
        int left = MaxDrained;
        int count;
        do
        {
            count = await socket.ReceiveAsync(block, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            left -= count;
        }
        while (count > 0 && left > 0);
    }
}
