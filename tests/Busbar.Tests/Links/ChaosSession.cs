using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>
/// Keeps operations until an octet comes for each, a deadline passes or the link ends; writes something for most of what happens.
/// Notes what its link must not do: call it twice at once, after its end, or before its time.
/// </summary>
internal sealed class ChaosSession : ISession
{
    private readonly Queue<CountedOperation> _waiting = new();
    private long _deadline = long.MaxValue;
    private int _inside;
    private bool _opened;
    private bool _closed;

    public string? Wrong { get; private set; }

    public long Deadline => _deadline;

    public int Waiting => _waiting.Count;

    public void Begin(CountedOperation operation, int octets, long now, SessionOutput output)
    {
        Enter();
        _waiting.Enqueue(operation);
        _deadline = Math.Min(_deadline, now + TimeSpan.TicksPerSecond);
        output.GetSpan(octets)[..octets].Fill((byte)octets);
        output.Advance(octets);
        output.EndFrame();
        Exit();
    }

    public void OnOpened(long now, SessionOutput output)
    {
        Enter();
        _opened = true;
        Exit();
    }

    public int OnReceived(ReadOnlySpan<byte> octets, long now, SessionOutput output)
    {
        Enter();
        int consumed = octets.Length / 3 * 3; // a frame has three octets: some are always cut
        for (int i = 0; i < consumed / 3 && _waiting.TryDequeue(out CountedOperation? operation); i++)
            output.Complete(operation);
        if (consumed > 0)
        {
            output.GetSpan(2)[..2].Fill(2);
            output.Advance(2);
        }

        Exit();
        return consumed;
    }

    public void OnDeadline(long now, SessionOutput output)
    {
        Enter();
        if (now < _deadline)
            Wrong ??= "called before its deadline";
        if (_waiting.TryDequeue(out CountedOperation? late))
            output.Complete(late);
        _deadline = _waiting.Count > 0 ? now + TimeSpan.TicksPerSecond : long.MaxValue;
        Exit();
    }

    public void OnClosed(CloseReason reason, SessionOutput output)
    {
        Enter();
        _closed = true;
        while (_waiting.TryDequeue(out CountedOperation? operation))
            output.Complete(operation);
        output.GetSpan(4)[..4].Fill(0xFF); // must never be sent
        output.Advance(4);
        Exit();
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
            Wrong ??= "called twice at once";
        if (_closed)
            Wrong ??= "called after its end";
    }

    private void Exit()
    {
        if (!_opened && !_closed)
            Wrong ??= "called before it was opened";
        Volatile.Write(ref _inside, 0);
    }
}
