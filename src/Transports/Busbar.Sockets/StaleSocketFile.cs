using System.Net;
using System.Net.Sockets;

namespace Busbar.Sockets;

/// <summary>The file of a Unix socket whose process was killed: it stays and is in the way of the next one.</summary>
internal static class StaleSocketFile
{
    /// <summary>Removes the file at the end point if it is a socket's and nobody listens there.</summary>
    /// <returns>False when it was left alone.</returns>
    public static bool TryRemove(EndPoint endPoint)
    {
        if (endPoint is not UnixDomainSocketEndPoint || !File.Exists($"{endPoint}") || !IsRefused(endPoint) || CanBeOpened($"{endPoint}"))
            return false;
        File.Delete($"{endPoint}");
        return true;
    }

    private static bool IsRefused(EndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false }; // a full backlog would hold it up
        try
        {
            probe.Connect(endPoint);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    /// <summary>What is no socket refuses connections too; but it can be opened, which a socket's file cannot.</summary>
    private static bool CanBeOpened(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // not ours to judge, let alone to remove
        }
        catch (IOException)
        {
            return false;
        }
    }
}
