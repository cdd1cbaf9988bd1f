using System.Buffers;
using System.IO.Pipelines;

namespace Busbar.WebSockets;

/// <summary>Shows a handshake what has come until it knows where it ends; what stands behind it stays in the pipe.</summary>
internal static class HandshakeReader
{
    /// <param name="input">The carrier's.</param>
    /// <param name="judge">Looks at all that came so far; says how much of it the handshake was, 0 when more is needed, -1 when it has failed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WebSocketHandshakeException">The peer ended the connection first.</exception>
    public static async ValueTask ReadAsync(PipeReader input, Func<ReadOnlyMemory<byte>, int> judge, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            int consumed = read.Buffer.IsEmpty ? 0 : judge(read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray());
            if (consumed > 0)
            {
                input.AdvanceTo(read.Buffer.GetPosition(consumed));
                return;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (consumed < 0)
                return;
            if (read.IsCompleted)
                throw new WebSocketHandshakeException("the peer ended the connection within the handshake");
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
