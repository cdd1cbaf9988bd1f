using Busbar.Links;

namespace Busbar.Sockets.Tests;

/// <summary>Answers the first octets that come with many, and closes at once, whatever else comes.</summary>
internal sealed class LastWordsSession(int octets) : ISession
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the link has begun to close.</summary>
    public Task Closed => _closed.Task;

    public long Deadline => long.MaxValue;

    public void OnOpened(long now, SessionOutput output)
    {
    }

    public int OnReceived(ReadOnlySpan<byte> received, long now, SessionOutput output)
    {
        output.GetSpan(octets)[..octets].Fill(7);
        output.Advance(octets);
        output.Close(CloseReason.Local("all is said"));
        return received.Length;
    }

    public void OnDeadline(long now, SessionOutput output)
    {
    }

    public void OnClosed(CloseReason reason, SessionOutput output) => _closed.TrySetResult();
}
