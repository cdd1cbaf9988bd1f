using Busbar.Links;

namespace Busbar.Benchmarks.Links;

/// <summary>A session that says nothing by itself and takes all it is given.</summary>
internal sealed class SilentSession : ISession
{
    public long Deadline => long.MaxValue;

    public void OnOpened(long now, SessionOutput output)
    {
    }

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output) => octets.Length;

    public void OnDeadline(long now, SessionOutput output)
    {
    }

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
    }
}
