using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>Notes in which order it is called and does what the test wants in each call.</summary>
internal sealed class RecordingSession : ISession
{
    private readonly List<string> _calls = [];

    public string Calls
    {
        get
        {
            lock (_calls)
                return string.Join(' ', _calls);
        }
    }

    public long Deadline => long.MaxValue;

    public Action<SessionOutput>? Opening { get; set; }

    public Action<SessionOutput>? Receiving { get; set; }

    public Action<SessionOutput>? Closing { get; set; }

    public Func<ValueTask>? Waiting { get; set; }

    public ValueTask WaitToReceiveAsync() => Waiting?.Invoke() ?? default;

    public void OnOpened(long now, SessionOutput output) => Call("opened", Opening, output);

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        Call("received", Receiving, output);
        return octets.Length;
    }

    public void OnDeadline(long now, SessionOutput output)
    {
    }

    public void OnClosed(CloseReason reason, SessionOutput output) => Call("closed", Closing, output);

    private void Call(string name, Action<SessionOutput>? work, SessionOutput output)
    {
        lock (_calls)
            _calls.Add(name);
        work?.Invoke(output);
        lock (_calls)
            _calls.Add($"/{name}");
    }
}
