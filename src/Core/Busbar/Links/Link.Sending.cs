using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Busbar.Links;

/// <content>The sender: whoever finds nothing being sent sends, and goes on while more gathers.</content>
public sealed partial class Link<TSession> : IThreadPoolWorkItem
{
    /// <summary>Sends that one caller's thread does before the thread pool takes over: a caller is not to work for all the others.</summary>
    private const int SendsOfOneCaller = 4;

    private readonly Action _onFlushed;
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private TaskCompletionSource? _drained;
    private bool _sending;
    private long _sendDeadline = long.MaxValue;

    void IThreadPoolWorkItem.Execute() => SendPending();

    /// <summary>Sends what <see cref="SessionOutput.BeginSend"/> took, and then what came meanwhile. Called by whoever set <see cref="_sending"/>.</summary>
    [HotPath]
    private void SendPending()
    {
        for (int sends = 0; sends < SendsOfOneCaller; sends++)
        {
            try
            {
                _flush = Flush().GetAwaiter();
                if (!_flush.IsCompleted)
                {
                    AwaitFlush();
                    return;
                }

                if (!EndFlush(_flush.GetResult()))
                    return;
            }
            catch (Exception exception)
            {
                FailSending(exception);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private ConfiguredValueTaskAwaitable<FlushResult> Flush()
    {
        if (_output.SendingFrameEnds is not { } ends)
            return _connection.Output.WriteAsync(_output.SendingSlice).ConfigureAwait(false);

        int start = 0;
        foreach (int end in ends)
        {
            _connection.Output.Write(_output.Sending.Span[start..end]);
            _connection.EndMessage();
            start = end;
        }

        return _connection.Output.FlushAsync().ConfigureAwait(false);
    }

    [HotPath]
    private void AwaitFlush()
    {
        _lock.Enter();
        if (_closeReason is null)
            _sendDeadline = _clock.Now + _options.SendTimeout.Ticks;
        Arm(_closeReason is null ? DeadlineOfSession() : long.MaxValue);
        _lock.Exit();
        _flush.UnsafeOnCompleted(_onFlushed);
    }

    [HotPath]
    private void OnFlushed()
    {
        try
        {
            if (!EndFlush(_flush.GetResult()))
                return;
        }
        catch (Exception exception)
        {
            FailSending(exception);
            return;
        }

        SendPending();
    }

    /// <summary>Looks whether more is to be sent.</summary>
    /// <returns>True when more was taken and this thread goes on.</returns>
    [HotPath]
    private bool EndFlush(FlushResult result)
    {
        _lock.Enter();
        if (_closeReason is null)
            _sendDeadline = long.MaxValue;
        if (result.IsCompleted)
        {
            _output.Close(Links.CloseReason.Remote); // the peer reads no more
            _output.Truncate(0);
        }

        bool more = true;
        if (_aborting || !_output.EndSlice())
        {
            more = _output.SendableOctets > 0;
            if (more)
                SendGathered();
            else
                EndSending();
        }

        if (more || _output.CloseRequested is null)
            _lock.Exit();
        else
            Leave(); // begins the close, or lets the pump end it
        return more;
    }

    private void SendGathered()
    {
        _output.BeginSend();
        if (_closeReason is not null)
            return;
        try
        {
            _session.OnRoom();
        }
        catch (Exception exception)
        {
            SessionFaulted(exception);
        }
    }

    private void FailSending(Exception exception)
    {
        _lock.Enter();
        _output.Close(Links.CloseReason.Fault(exception));
        _output.Truncate(0);
        _aborting = true;
        EndSending();
        Leave(); // begins the close and aborts
    }

    private void EndSending()
    {
        _sending = false;
        _drained?.TrySetResult();
    }

    /// <summary>Ends when nothing is being sent nor waits; the send timeout bounds it.</summary>
    private Task DrainAsync()
    {
        _lock.Enter();
        try
        {
            if (!_sending)
                return Task.CompletedTask;
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
        finally
        {
            _lock.Exit();
        }
    }
}
