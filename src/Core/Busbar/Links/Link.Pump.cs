using System.Buffers;
using System.IO.Pipelines;

namespace Busbar.Links;

/// <content>The reader: shows the session what came, joined where a frame was split between segments.</content>
public sealed partial class Link<TSession>
{
    private bool _skippedLogged;
    private long _slowReceive; // what takes longer is named
    private byte[] _joined = []; // a split frame and what follows it, while the session looks at it

    private async Task PumpAsync()
    {
        CloseReason reason;
        try
        {
            reason = await ReadAsync(_connection.Input).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            reason = Links.CloseReason.Fault(exception);
        }

        Close(reason); // the first reason stands, this one or an earlier
        await EndAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        AllowTimeToEnd();
        if (Volatile.Read(ref _aborting))
            AbortConnection(); // whoever aborts may not have come to it yet, and it must not end in order before
        try
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.DisposeFailed(_options.Logger, exception, _connection.Target);
        }

        End();
    }

    /// <summary>The connection's own end may wait for the peer, and is given up after the send timeout like the sending before it.</summary>
    private void AllowTimeToEnd()
    {
        _lock.Enter();
        if (!_aborting)
            _sendDeadline = _clock.Now + _options.SendTimeout.Ticks;
        Arm(_closeReason is null ? DeadlineOfSession() : long.MaxValue);
        _lock.Exit();
    }

    private async Task<CloseReason> ReadAsync(PipeReader input)
    {
        while (true)
        {
            ValueTask ready = _session.WaitToReceiveAsync();
            if (!ready.IsCompletedSuccessfully)
                await ready.ConfigureAwait(false);
            if (CloseReason is { } early)
                return early;
            ReadResult read = await input.ReadAsync().ConfigureAwait(false);
            if (CloseReason is { } decided)
                return decided;

            int consumed = Deliver(read.Buffer);
            if (CloseReason is { } broken)
                return broken;
            if (read.IsCompleted)
                return consumed < read.Buffer.Length ? Links.CloseReason.Truncated(read.Buffer.Length - consumed) : Links.CloseReason.Remote;
            input.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.End);
        }
    }

    [HotPath]
    private int Deliver(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsSingleSegment)
            return Receive(buffer.FirstSpan);

        int length = checked((int)buffer.Length);
        if (_joined.Length < length)
        {
            ReturnJoined();
            _joined = ArrayPool<byte>.Shared.Rent(length);
        }

        buffer.CopyTo(_joined);
        return Receive(_joined.AsSpan(0, length));
    }

    [HotPath]
    private int Receive(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return 0;

        int consumed = 0;
        long taken = 0;
        _lock.Enter();
        if (_closeReason is null)
        {
            long now = _clock.Now;
            try
            {
                consumed = _session.OnReceived(octets, now, _output);
                ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)consumed, (uint)octets.Length, nameof(consumed));
            }
            catch (Exception exception)
            {
                consumed = 0;
                SessionFaulted(exception);
            }

            if (octets.Length - consumed >= _options.MaxPendingInput)
                CloseForInput(octets.Length - consumed);
            taken = _clock.Now - now;
        }

        Leave(); // one flush for all that this read caused
        LogFirstSkipped();
        if (taken > _slowReceive)
            LogSlowReceive(taken, octets.Length);
        return consumed;
    }

    /// <summary>Again only when it took twice as long: a session that is always slow would fill the log.</summary>
    private void LogSlowReceive(long taken, int octets)
    {
        _slowReceive = taken * 2;
        Log.SlowReceive(_options.Logger, _connection.Target, TimeSpan.FromTicks(taken).TotalMilliseconds, octets);
    }

    private void CloseForInput(int waiting) =>
        _output.Close(Links.CloseReason.LimitExceeded($"{waiting} octets wait for the rest of their frame, the limit is {_options.MaxPendingInput}"));

    private void LogFirstSkipped()
    {
        if (_skippedLogged || _output.SkippedFirst is not { } skipped)
            return;
        _skippedLogged = true;
        Log.Skipped(_options.Logger, _connection.Target, skipped.Octets, skipped.Offset, skipped.Rule);
    }

    private void End()
    {
        _lock.Enter();
        _closed = true;
        _output.Release();
        _timer?.Dispose();
        CloseReason reason = _closeReason!;
        _lock.Exit();

        ReturnJoined();
        try
        {
            if (reason.Kind is CloseKind.Local or CloseKind.Remote)
                Log.Closed(_options.Logger, _connection.Target, reason.Message);
            else
                Log.ClosedWithFault(_options.Logger, reason.Exception, _connection.Target, reason.Message);
        }
        finally
        {
            _completion.TrySetResult(reason);
        }
    }

    private void ReturnJoined()
    {
        if (_joined.Length > 0)
            ArrayPool<byte>.Shared.Return(_joined);
        _joined = [];
    }
}
