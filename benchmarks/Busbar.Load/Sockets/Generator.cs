using System.Diagnostics;
using System.Net.Sockets;

namespace Busbar.Load;

/// <summary>
/// All clients of one server, driven by one thread: one publisher, which keeps the slowest subscriber within a window of messages, and
/// the subscribers. The same for every server, but for the octets.
/// </summary>
internal sealed class Generator : IDisposable
{
    private const int PublisherNumber = -1;
    private const int TimerNumber = -2;
    private const int SendsBeforeReading = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static int _topics;

    private readonly PeerProcess _peer;
    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[512 * 1024];
    private readonly List<Subscriber> _subscribers = [];
    private readonly Publisher _publisher;
    private readonly int _window;
    private int _stalled; // the first so many are not read

    /// <param name="peer">The server.</param>
    /// <param name="subscribers">How many.</param>
    /// <param name="payloadLength">Octets of each message.</param>
    /// <param name="window">Messages that may be published before the slowest subscriber has them.</param>
    /// <param name="observe">Is told of each number that the first subscriber gets.</param>
    public Generator(PeerProcess peer, int subscribers, int payloadLength, int window, Action<long>? observe = null)
    {
        _peer = peer;
        _window = window;
        Wire wire = peer.Peer.Wire;
        string topic = $"load/{Interlocked.Increment(ref _topics):D6}"; // a fresh one: nobody else is there
        if (wire is NatsWire)
            topic = topic.Replace('/', '.');
        for (int i = 0; i < subscribers; i++)
        {
            Socket socket = peer.Connect();
            wire.Subscribe(socket, topic);
            socket.Blocking = false;
            _subscribers.Add(new Subscriber(socket, wire.MakeCounter(topic, payloadLength, observe)));
            _epoll.Add((int)socket.Handle, i);
        }

        Socket publishing = peer.Connect();
        wire.OpenPublisher(publishing);
        publishing.Blocking = false;
        _publisher = new Publisher(publishing, wire.MakePublish(topic, SequenceText.Payload(payloadLength)));
        _epoll.Add((int)publishing.Handle, PublisherNumber);
    }

    /// <summary>Messages that came, of all subscribers.</summary>
    public long Deliveries { get; private set; }

    public long Sent => _publisher.Sent;

    /// <summary>Messages that did not come, of those that read; known once <see cref="Drain"/> has ended.</summary>
    public long Lost => Reading.Sum(subscriber => subscriber.Counter.Missing + _publisher.Sent - subscriber.Counter.Next);

    private IEnumerable<Subscriber> Reading => _subscribers.Skip(_stalled);

    /// <summary>From now on the first subscriber reads nothing.</summary>
    public void StallOne()
    {
        _epoll.Remove((int)_subscribers[_stalled].Socket.Handle);
        _stalled++;
    }

    /// <summary>Publishes as fast as the window lets.</summary>
    /// <param name="time">For how long.</param>
    /// <param name="isBatched">As many as there is room for go with one send; otherwise each goes by itself.</param>
    public void Flood(TimeSpan time, bool isBatched)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            long room = Publish(isBatched);
            Read(room > 0 && !_publisher.IsBlocked ? 0 : 10);
        }
    }

    /// <summary>Publishes one message after the other at a fixed rate.</summary>
    /// <param name="time">For how long.</param>
    /// <param name="rate">Messages a second.</param>
    /// <param name="onSending">Is told of each number before it is sent.</param>
    public void Pace(TimeSpan time, int rate, Action<long>? onSending = null)
    {
        using var timer = new IntervalTimer(TimeSpan.FromSeconds(1) / rate);
        _epoll.Add(timer.Descriptor, TimerNumber);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Read(10);
            for (long due = timer.Take(); due > 0; due--)
            {
                onSending?.Invoke(_publisher.Sent);
                _publisher.Send(1);
            }
        }

        _epoll.Remove(timer.Descriptor);
    }

    /// <summary>Reads until all has come, or nothing comes any more.</summary>
    public void Drain()
    {
        long last = Stopwatch.GetTimestamp();
        while (Slowest() < _publisher.Sent && Stopwatch.GetElapsedTime(last) < Patience)
        {
            _publisher.Flush();
            long before = Deliveries;
            Read(10);
            if (Deliveries > before)
                last = Stopwatch.GetTimestamp();
            if (Reading.Any(subscriber => subscriber.HasEnded))
                return;
        }
    }

    public void Dispose()
    {
        foreach (Socket socket in _subscribers.Select(subscriber => subscriber.Socket).Append(_publisher.Socket))
            Leave(socket);
        _epoll.Dispose();
    }

    /// <returns>For how many more there is room.</returns>
    private long Publish(bool isBatched)
    {
        _publisher.Flush();
        long room = _window - (_publisher.Sent - Slowest());
        if (_publisher.IsBlocked || room < (isBatched ? Math.Max(_window / 4, 1) : 1))
            return 0;
        if (isBatched)
        {
            long sent = _publisher.Sent;
            _publisher.Send(room);
            return room - (_publisher.Sent - sent);
        }

        int sends = 0;
        for (; sends < SendsBeforeReading && sends < room && !_publisher.IsBlocked; sends++)
            _publisher.Send(1);
        return room - sends;
    }

    private void Read(int milliseconds)
    {
        int count = _epoll.Wait(milliseconds);
        for (int i = 0; i < count; i++)
        {
            if (_epoll[i] >= 0)
                ReadSubscriber(_subscribers[_epoll[i]]);
            else if (_epoll[i] == PublisherNumber)
                ReadAnswers();
        }
    }

    private void ReadSubscriber(Subscriber subscriber)
    {
        Deliveries += subscriber.Read(_buffer);
        if (subscriber.HasEnded)
            throw new InvalidDataException($"{_peer.Peer.Name} cut a subscriber off.");
    }

    /// <summary>What the server answers to publishes is not looked at.</summary>
    private void ReadAnswers()
    {
        int received = _publisher.Socket.Receive(_buffer, SocketFlags.None, out SocketError error);
        if (error != SocketError.WouldBlock && (error != SocketError.Success || received == 0))
            throw new InvalidDataException($"{_peer.Peer.Name} cut the publisher off.");
    }

    private long Slowest()
    {
        long slowest = long.MaxValue;
        for (int i = _stalled; i < _subscribers.Count; i++)
            slowest = Math.Min(slowest, _subscribers[i].Counter.Next);
        return slowest;
    }

    private void Leave(Socket socket)
    {
        ReadOnlySpan<byte> farewell = _peer.Peer.Wire.Farewell;
        if (!farewell.IsEmpty && !_peer.HasExited)
            socket.Send(farewell, SocketFlags.None, out _);
        socket.Dispose();
    }
}
