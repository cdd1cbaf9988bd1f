
namespace Busbar.Influx;

/// <content>The loop: a batch at a time, encoded, sent, and sent again until the server has said yes or never.</content>
public sealed partial class InfluxWriter
{
    private const int InitialBuffer = 64 * 1024;

    private readonly Backoff _backoff;
    private string? _lastRefusal; // so that a reason is logged once
    private long _dropsSeen;

    private async Task RunAsync()
    {
        Sample[] batch = new Sample[_options.BatchCount];
        using var lines = new PooledBuffer(InitialBuffer);
        using var compressed = new PooledBuffer(_options.Compress ? InitialBuffer : 1);
        try
        {
            int count;
            while ((count = await _batcher.ReadAsync(batch, CancellationToken.None).ConfigureAwait(false)) > 0)
            {
                Volatile.Write(ref _inFlight, count);
                await DeliverAsync(batch.AsMemory(0, count), lines, compressed).ConfigureAwait(false);
                Array.Clear(batch, 0, count);
                Volatile.Write(ref _inFlight, 0);
                _batcher.Settle();
                CountDrops();
                if (_abort.IsCancellationRequested)
                    break;
            }
        }
        catch (Exception exception)
        {
            long inFlight = Interlocked.Exchange(ref _inFlight, 0);
            Interlocked.Add(ref _refused, inFlight);
            Diagnostics.Lost.Add(inFlight);
            Volatile.Write(ref _trouble, new Trouble(SinkState.Down, $"is written to no more: {exception.Message}", null));
            Log.Faulted(_logger, exception, _server.Name, inFlight + _batcher.Count);
        }
        finally
        {
            if (_batcher.Abandon() is > 0 and int left)
                Log.LostAtTheEnd(_logger, _server.Name, left);
            CountDrops();
        }
    }

    private async Task DeliverAsync(ReadOnlyMemory<Sample> samples, PooledBuffer lines, PooledBuffer compressed)
    {
        int limit = _options.MaxRequestBytes;
        int again = 0; // of the samples ahead, how many were encoded before in a request that was too large: what they lack is counted
        while (!samples.IsEmpty)
        {
            lines.Clear();
            LineProtocolResult result = _protocol.Write(again > 0 ? samples.Span[..again] : samples.Span, lines, limit, out int consumed);
            if (again == 0)
                CountRejected(result.Rejected);
            if (result.Lines > 0)
            {
                Answer answer = await SendUntilAnsweredAsync(lines, compressed).ConfigureAwait(false);
                if (answer.Kind == AnswerKind.TooLarge && result.Lines > 1)
                {
                    // Half of what was too large; the rest of this batch is cut the same. A single line is refused for good.
                    limit = lines.Written.Length / 2;
                    again = Math.Max(again, consumed);
                    continue;
                }

                Account(answer, consumed, result, lines.Written.Length);
            }

            again = Math.Max(0, again - consumed);
            Interlocked.Add(ref _inFlight, -consumed);
            samples = samples[consumed..];
        }
    }

    /// <summary>Sends until the server decides: delivered, too large or refused. Refused as well when the time for it is over.</summary>
    private async Task<Answer> SendUntilAnsweredAsync(PooledBuffer lines, PooledBuffer compressed)
    {
        ReadOnlyMemory<byte> body = lines.Written;
        if (_options.Compress)
        {
            compressed.Clear();
            InfluxServer.Compress(body.Span, compressed);
            body = compressed.Written;
        }

        long start = _time.GetTimestamp();
        bool created = false;
        for (int attempt = 1; ; attempt++)
        {
            Answer answer;
            try
            {
                answer = await AttemptAsync(body, attempt).ConfigureAwait(false);
                if (answer.Kind == AnswerKind.NoDatabase && _options.CreateDatabase && !created)
                {
                    created = true;
                    answer = await CreateDatabaseAsync(body, attempt).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                return new Answer(AnswerKind.Refused, "did not take them in time");
            }

            if (answer.Kind is not (AnswerKind.Unreachable or AnswerKind.Busy))
            {
                Settled(answer, attempt);
                return answer;
            }

            created = false; // it may have been made and lost with the server
            if (_options.GiveUpAfter != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(start) >= _options.GiveUpAfter)
                return answer with { Kind = AnswerKind.Refused };
            if (!await WaitForRetryAsync(answer, attempt).ConfigureAwait(false))
                return answer with { Kind = AnswerKind.Refused };
        }
    }

    private Task<Answer> AttemptAsync(ReadOnlyMemory<byte> body, int attempt)
    {
        Diagnostics.Requests.Add(1);
        if (attempt > 1)
            Diagnostics.Retries.Add(1);
        return _server.WriteAsync(body, _options.Compress, _abort.Token);
    }

    private async Task<Answer> CreateDatabaseAsync(ReadOnlyMemory<byte> body, int attempt)
    {
        Answer answer = await _server.CreateDatabaseAsync(_abort.Token).ConfigureAwait(false);
        if (answer.Kind != AnswerKind.Delivered)
            return answer;

        Log.DatabaseCreated(_logger, _server.Name, _options.Database!);
        return await AttemptAsync(body, attempt).ConfigureAwait(false);
    }

    /// <summary>Waits before the next attempt; false when there is to be none.</summary>
    private async Task<bool> WaitForRetryAsync(Answer answer, int attempt)
    {
        TimeSpan delay = _backoff.After(attempt);
        if (answer.RetryAfter is { } asked && asked > delay)
            delay = asked;
        // At the end one more attempt is made at once; the delays after it last until the time for draining is over.
        CancellationToken cut = _ending.IsCancellationRequested ? _abort.Token : _ending.Token;
        Task waiting = Task.Delay(delay, _time, cut); // before it is said: who hears of it may rely on the delay running
        bool first = _trouble is null;
        SinkState state = answer.Kind == AnswerKind.Busy ? SinkState.Degraded : SinkState.Down;
        Volatile.Write(ref _trouble, new Trouble(state, answer.Reason, _time.GetUtcNow() + delay));
        if (first)
            Log.Interrupted(_logger, _server.Name, answer.Reason, delay.TotalSeconds);
        else
            Log.StillInterrupted(_logger, _server.Name, answer.Reason, attempt, delay.TotalSeconds);

        try
        {
            await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return !_abort.IsCancellationRequested;
        }

        CountDrops();
        return true;
    }

    // The server has decided: what interrupted is over, unless the decision itself says that nothing gets through.
    private void Settled(Answer answer, int attempt)
    {
        if (Interlocked.Exchange(ref _trouble, null) is not null)
            Log.Recovered(_logger, _server.Name, attempt, _batcher.Count, Lost);
        if (answer is { Kind: AnswerKind.Delivered, DroppedPoints: 0 })
            _lastRefusal = null;
    }

    private void Account(Answer answer, int samples, LineProtocolResult result, int octets)
    {
        int given = samples - Math.Min(samples, result.Rejected);
        bool taken = answer.Kind == AnswerKind.Delivered;
        // The server counts points; of several fields each, a point may be more than one sample.
        long points = Math.Min(answer.DroppedPoints, result.Lines);
        long lost = taken ? ((given * points) + result.Lines - 1) / result.Lines : given;
        Interlocked.Add(ref _written, given - lost);
        Diagnostics.Written.Add(given - lost);
        if (taken)
            Diagnostics.Bytes.Add(octets);
        if (lost == 0)
        {
            if (_loss is { Everything: true } over)
                Volatile.Write(ref _loss, over with { Everything = false });
            return;
        }

        Interlocked.Add(ref _refused, lost);
        Diagnostics.Lost.Add(lost);
        Volatile.Write(ref _loss, new Loss(answer.Reason, _time.GetUtcNow(), Everything: !taken));
        if (string.Equals(_lastRefusal, answer.Reason, StringComparison.Ordinal))
            Log.GivenUpAgain(_logger, _server.Name, answer.Reason, lost);
        else
            Log.GivenUp(_logger, _server.Name, answer.Reason, lost);
        _lastRefusal = answer.Reason;
    }

    private void CountRejected(int rejected)
    {
        if (rejected == 0)
            return;
        Interlocked.Add(ref _rejected, rejected);
        Diagnostics.Rejected.Add(rejected);
    }

    private void CountDrops()
    {
        long dropped = _batcher.Dropped;
        if (dropped == _dropsSeen)
            return;
        Volatile.Write(ref _loss, new Loss("was away or slow for longer than the queue lasts", _time.GetUtcNow()));
        Diagnostics.Lost.Add(dropped - _dropsSeen);
        _dropsSeen = dropped;
    }
}
