using System.Net.WebSockets;
using Busbar.Messaging;

namespace Busbar.AspNetCore;

// Frames: at most one round of them in each period, heartbeats when there is nothing else.
internal sealed partial class EchoSession
{
    private const int MaxFrameBytes = 4 * 1024 * 1024;
    private const int MaxSeriesPerFrame = 500;

    private readonly RetainedMessage[] _batch = new RetainedMessage[64];
    private readonly Lock _changedLock = new();
    private HashSet<int> _changed = []; // series whose metadata changed since they were announced
    private int _announced;             // series below this number are known to the page
    private bool _isWatching;
    private long _sequence;
    private long _skipped;
    private long _lastRound;
    private long _lastSent;

    /// <summary>A series was made. Any thread.</summary>
    public void OnSeriesAdded() => _outlet.Wake();

    /// <summary>The metadata of a series changed. Any thread.</summary>
    public void OnSeriesChanged(int series)
    {
        lock (_changedLock)
            _changed.Add(series);
        _outlet.Wake();
    }

    private async Task SendAllAsync()
    {
        _frame.WriteHello(_feed.Epoch, _time.GetUnixNanoseconds(), _options.Period, _options.Heartbeat);
        await SendFrameAsync().ConfigureAwait(false);
        _lastRound = _time.GetTimestamp() - (long)(_options.Period.TotalSeconds * _time.TimestampFrequency);

        while (await _outlet.WaitToReadAsync(_ended).ConfigureAwait(false))
        {
            TimeSpan early = _options.Period - _time.GetElapsedTime(_lastRound);
            if (early > TimeSpan.Zero && HasWork())
                await Task.Delay(early, _time, _ended).ConfigureAwait(false);
            await SendRoundAsync().ConfigureAwait(false);
        }

        End(WebSocketCloseStatus.EndpointUnavailable, "the feed ended");
    }

    /// <summary>A wake for a heartbeat alone need not wait for the period.</summary>
    private bool HasWork() => _outlet.Count > 0 || Volatile.Read(ref _request) is not null || (_isWatching && HasSeriesToAnnounce());

    private async Task SendRoundAsync()
    {
        bool isSnapshot = ApplyRequest();
        bool hasSamples = _isWatching && Drain();
        if (_outlet.Dropped > 0)
        {
            // Of a state that was dropped nothing would be seen until it changes: better a page that comes back.
            End(WebSocketCloseStatus.InternalServerError, $"more than {_options.MaxQueuedBytes} octets waited");
            return;
        }

        long sentBefore = _lastSent;
        if (hasSamples || isSnapshot || (_isWatching && HasSeriesToAnnounce()))
        {
            _lastRound = _time.GetTimestamp();
            await SendSamplesAsync(hasSamples || isSnapshot).ConfigureAwait(false);
        }

        if (_lastSent == sentBefore && _time.GetElapsedTime(_lastSent) >= _options.Heartbeat)
        {
            _frame.WriteHeartbeat(_time.GetUnixNanoseconds());
            await SendFrameAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Watches what the page asked for last, if it asked; the snapshot is in the outlet then.</summary>
    private bool ApplyRequest()
    {
        if (Interlocked.Exchange(ref _request, null) is not { } request)
            return false;
        if (request.Series is { } series)
            _feed.Watch(_outlet, series);
        else
            _feed.WatchAll(_outlet);
        _isWatching = true;
        return true;
    }

    /// <summary>Copies what waits into the frame. Samples are drained before series are counted, so that theirs are announced first.</summary>
    private bool Drain()
    {
        _frame.Begin();
        int count;
        bool any = false;
        while (_frame.Length < MaxFrameBytes && (count = _outlet.TryRead(_batch)) > 0)
        {
            any = true;
            foreach (ref RetainedMessage message in _batch.AsSpan(0, count))
            {
                _frame.AddSample(message.Payload);
                message.Dispose();
                message = default;
            }
        }

        return any;
    }

    private async Task SendSamplesAsync(bool hasSamples)
    {
        await AnnounceAsync().ConfigureAwait(false);
        if (!hasSamples)
            return;

        long skipped = _outlet.Skipped;
        _frame.EndSamples(++_sequence, _time.GetUnixNanoseconds(), skipped - _skipped);
        _skipped = skipped;
        await SendFrameAsync().ConfigureAwait(false);
    }

    private bool HasSeriesToAnnounce()
    {
        if (_feed.Series.Count > _announced)
            return true;
        lock (_changedLock)
            return _changed.Count > 0;
    }

    private async Task AnnounceAsync()
    {
        if (!HasSeriesToAnnounce())
            return;

        HashSet<int> changed;
        lock (_changedLock)
        {
            changed = _changed;
            _changed = [];
        }

        // New ones after the set was taken: what changes from here on is announced again.
        ReadOnlyMemory<Series> all = _feed.Series.Snapshot();
        var series = new List<Series>(changed.Count);
        foreach (int index in changed)
        {
            if (index < _announced)
                series.Add(all.Span[index]);
        }

        for (; _announced < all.Length; _announced++)
            series.Add(all.Span[_announced]);

        using var frame = new EchoFrame();
        for (int start = 0; start < series.Count; start += MaxSeriesPerFrame)
        {
            frame.WriteSeries([.. series.Skip(start).Take(MaxSeriesPerFrame)]);
            await SendFrameAsync(frame).ConfigureAwait(false);
        }
    }

    private Task SendFrameAsync() => SendFrameAsync(_frame);

    private async Task SendFrameAsync(EchoFrame frame)
    {
        // Not cancelled by the end of the session, which would tear the connection in the middle of a frame: the deadline does that.
        Await(_options.SendTimeout);
        await _socket.SendAsync(frame.Memory, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None).ConfigureAwait(false);
        Done();
        Diagnostics.Frames.Add(1);
        Diagnostics.Bytes.Add(frame.Length);
        _lastSent = _time.GetTimestamp();
        _heartbeat.Change(_options.Heartbeat, Timeout.InfiniteTimeSpan);
    }
}
