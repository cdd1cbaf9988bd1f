using Busbar.Links;

namespace Busbar.Sockets.Tests;

/// <summary>Sends back what comes.</summary>
internal sealed class EchoSession : ISession
{
    public long Deadline => long.MaxValue;

    public void OnOpened(long now, SessionOutput output)
    {
    }

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        octets.CopyTo(output.GetSpan(octets.Length));
        output.Advance(octets.Length);
        return octets.Length;
    }

    public void OnDeadline(long now, SessionOutput output)
    {
    }

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
    }
}
