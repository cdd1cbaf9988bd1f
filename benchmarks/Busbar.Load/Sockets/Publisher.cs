using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>The one client that publishes: messages made of a template, in which only the number changes.</summary>
internal sealed class Publisher(Socket socket, PublishTemplate template)
{
    private const int BatchOctets = 64 * 1024;

    private readonly byte[] _batch = new byte[BatchOctets + template.Length];
    private int _start;
    private int _end;

    public Socket Socket => socket;

    /// <summary>How many were handed to the socket or wait for it.</summary>
    public long Sent { get; private set; }

    /// <summary>The socket took not all of it.</summary>
    public bool IsBlocked => _start < _end;

    /// <summary>Sends messages together, as many as one batch holds.</summary>
    /// <param name="count">How many at most.</param>
    public void Send(long count)
    {
        _start = 0;
        _end = 0;
        for (; count > 0 && _end < BatchOctets; count--)
        {
            template.Write(_batch.AsSpan(_end), Sent++);
            _end += template.Length;
        }

        Flush();
    }

    /// <summary>Sends what the socket did not take before.</summary>
    public void Flush()
    {
        while (_start < _end)
        {
            int taken = socket.Send(_batch.AsSpan(_start, _end - _start), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
                return;
            if (error != SocketError.Success)
                throw new SocketException((int)error);
            _start += taken;
        }
    }
}
