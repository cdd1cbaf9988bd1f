using System.Diagnostics;
using Busbar.Benchmarks.Shapes;
using Busbar.Messaging;

namespace Busbar.Benchmarks.Messaging;

/// <summary>
/// Two threads that publish to a topic each, beside one that publishes the same number of messages alone: 0.5 when neither is in the
/// other's way. The second thread spins between slices, so that waking it is not measured, and ends when none comes; it needs a core
/// of its own.
/// </summary>
internal sealed class TwoThreadsShape
{
    private const int Operations = 4_096;
    private const int Subscribers = 8;
    private const int Ended = -1;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private readonly byte[] _payload = "41.70000"u8.ToArray();
    private readonly Broker _broker = new();
    private readonly Topic _first;
    private readonly Topic _second;
    private int _begun = Ended; // the slices that were begun since the second thread was started
    private int _done;

    private TwoThreadsShape()
    {
        _first = _broker.GetTopic("plant/feeder/1/power");
        _second = _broker.GetTopic("plant/feeder/2/power");
        foreach (Topic topic in new[] { _first, _second })
        {
            for (int i = 0; i < Subscribers; i++)
                _ = _broker.Subscribe(topic.Name, new Listener().Take);
        }
    }

    public static Shape Make()
    {
        var shape = new TwoThreadsShape();
        return new Shape("broker to 8 by two threads on two topics, beside one thread", Operations, shape.ByTwo, shape.ByOne);
    }

    private void ByOne() => Publish(_first, Operations);

    private void ByTwo()
    {
        int turn = Volatile.Read(ref _begun) + 1;
        if (turn <= 0 || Interlocked.CompareExchange(ref _begun, turn, turn - 1) != turn - 1)
        {
            turn = 1;
            Volatile.Write(ref _done, 0);
            Volatile.Write(ref _begun, turn);
            new Thread(Run) { IsBackground = true }.Start();
        }

        Publish(_first, Operations / 2);
        while (Volatile.Read(ref _done) != turn)
            Thread.SpinWait(1);
    }

    private void Run()
    {
        for (int turn = 1; ; turn++)
        {
            long since = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref _begun) != turn)
            {
                Thread.SpinWait(1);
                if (Stopwatch.GetElapsedTime(since) > Patience && Interlocked.CompareExchange(ref _begun, Ended, turn - 1) == turn - 1)
                    return;
            }

            Publish(_second, Operations / 2);
            Volatile.Write(ref _done, turn);
        }
    }

    private void Publish(Topic topic, int count)
    {
        for (int i = 0; i < count; i++)
            topic.Publish(_payload);
    }
}
