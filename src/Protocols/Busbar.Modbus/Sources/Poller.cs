using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Busbar.Modbus;

/// <summary>
/// One run of a source: reads all blocks of a poll, as many at once as the client keeps in flight, and writes one batch. A time that
/// comes while a poll is under way and nothing was answered since the last one tells that the device is away, long before its
/// requests time out. Allocates nothing per poll while all goes well.
/// </summary>
internal sealed class Poller : IDisposable
{
    private const Quality Away = Quality.NotConnected | Quality.NotTopical;

    /// <summary>A device polled faster than this is not away because one poll of it fell into a pause of the machine.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new(); // image, and what follows, while a poll is under way
    private readonly ModbusClient _client;
    private readonly int _unit;
    private readonly string _device;
    private readonly DeviceImage _image;
    private readonly DeviceHealth _health;
    private readonly ISink<Sample> _sink;
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PollSchedule _schedule;
    private ValueTask[] _reads = [];
    private bool _polling;
    private int _answers; // of this poll
    private int _answersAtLastTime;
    private int _timesSilent; // in a row, of this poll
    private int _timesOverrun; // by this poll
    private int _timesTolerated; // by a device that took so long for the poll before, but answered
    private bool _overrunLogged;
    private Exception? _sinkFault; // met on the timer's thread

    public Poller(ModbusClient client, int unit, string device, DeviceImage image, DeviceHealth health, TimeSpan period, ISink<Sample> sink, Action? waiting)
    {
        _client = client;
        _unit = unit;
        _device = device;
        _image = image;
        _health = health;
        _sink = sink;
        _period = period;
        _time = client.Options.TimeProvider;
        _logger = client.Options.Logger;
        _schedule = new PollSchedule(_time, period, OnOverrun, waiting);
    }

    public void Dispose() => _schedule.Dispose();

    /// <summary>Polls until cancelled, or until the sink has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static schedule => ((PollSchedule)schedule!).End(), _schedule);
        while (await _schedule.NextAsync().ConfigureAwait(false))
        {
            BeginPoll(out long time);
            int started = 0;
            bool goesOn = true;
            string? lost = null;
            for (int i = 0; i < _reads.Length; i++)
            {
                while (goesOn && started < _reads.Length && started - i < _client.Options.MaxInFlight)
                {
#pragma warning disable CA2012 // kept until it is awaited below, once
                    _reads[started] = Start(_image.Blocks[started], cancellationToken);
#pragma warning restore CA2012
                    started++;
                }

                if (i == started)
                    break; // the rest is not asked of a device that is away

                try
                {
                    await _reads[i].ConfigureAwait(false);
                    Answered(_image.Blocks[i]);
                }
                catch (Exception exception)
                {
                    lost = Failed(_image.Blocks[i], exception) ?? lost;
                    goesOn = lost is null && !cancellationToken.IsCancellationRequested;
                }
            }

            if (cancellationToken.IsCancellationRequested || _sinkFault is not null)
                break;
            int count = EndPoll(lost, time);
            int taken = count == 0 ? 0 : _sink.Write(_image.Batch.Span[..count]);
            if (taken < count && !await OfferAgainAsync(taken, count, cancellationToken).ConfigureAwait(false))
                break;
        }

        if (_sinkFault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
    }

    private void BeginPoll(out long time)
    {
        _health.PollBegan();
        lock (_lock)
        {
            if (_reads.Length != _image.Blocks.Count)
                _reads = new ValueTask[_image.Blocks.Count];
            foreach (ReadBlock block in _image.Blocks)
                block.Outcome = BlockOutcome.NotRead;
            _polling = true;
            _answers = _answersAtLastTime = _timesOverrun = _timesSilent = 0;
            time = _time.GetUnixNanoseconds();
        }
    }

    private ValueTask Start(ReadBlock block, CancellationToken cancellationToken) => block.Table switch
    {
        ModbusTable.Coils => _client.ReadCoilsAsync(_unit, block.Address, _image.Bits(block), cancellationToken),
        ModbusTable.DiscreteInputs => _client.ReadDiscreteInputsAsync(_unit, block.Address, _image.Bits(block), cancellationToken),
        ModbusTable.InputRegisters => _client.ReadInputRegistersAsync(_unit, block.Address, _image.Octets(block), cancellationToken),
        _ => _client.ReadHoldingRegistersAsync(_unit, block.Address, _image.Octets(block), cancellationToken),
    };

    private void Answered(ReadBlock block)
    {
        lock (_lock)
        {
            _answers++;
            block.Outcome = BlockOutcome.Read;
            if (block.Said == Quality.Good || (block.Said & Quality.NotConnected) != 0)
                return;
        }

        Log.BlockWorks(_logger, _device, block.Count, block.Table, block.Address);
    }

    /// <returns>Why the whole device is away; null when only this read failed.</returns>
    private string? Failed(ReadBlock block, Exception exception)
    {
        Quality quality = QualityOf(exception);
        bool isSplit = exception is ModbusServerException { ExceptionCode: ModbusExceptionCode.IllegalDataAddress } && block.CanSplit;
        lock (_lock)
        {
            if (exception is ModbusServerException or ModbusProtocolException)
                _answers++;
            block.Outcome = isSplit ? BlockOutcome.ToBeSplit : BlockOutcome.Failed;
            block.Quality = quality;
            if (!isSplit && block.Said != quality && (quality & Quality.NotConnected) == 0)
                Log.BlockFailed(_logger, _device, block.Count, block.Table, block.Address, exception.Message);
        }

        return (quality & Quality.NotConnected) != 0 ? exception.Message : null;
    }

    /// <summary>The samples of the poll are at the start of the image's batch, which is this thread's until the next poll begins.</summary>
    private int EndPoll(string? lost, long time)
    {
        int failed = 0;
        lock (_lock)
        {
            _polling = false;
            _timesTolerated = lost is null ? _timesOverrun : 0;
            if (_timesOverrun > 0)
                time = _time.GetUnixNanoseconds(); // the device may have been said to be away meanwhile: the values come after that
            SplitRefused();
            foreach (ReadBlock block in _image.Blocks)
                failed += block.Outcome == BlockOutcome.Failed ? 1 : 0;
        }

        if (lost is not null)
            _health.IsLost(lost);
        else
            _health.Answers();
        if (lost is not null || failed > 0)
            _health.PollFailed();
        return lost is null ? _image.MakeBatch(time, Now()) : _image.MakeBatchOfLoss(Away, time, Now());
    }

    private void SplitRefused()
    {
        for (int i = _image.Blocks.Count - 1; i >= 0; i--)
        {
            ReadBlock block = _image.Blocks[i];
            if (block.Outcome != BlockOutcome.ToBeSplit)
                continue;
            int parts = _image.Split(block);
            Log.BlockSplit(_logger, _device, block.Count, block.Table, block.Address, parts);
        }
    }

    /// <summary>On the timer's thread: the time for a poll has come while one is under way.</summary>
    private void OnOverrun()
    {
        lock (_lock)
        {
            LogOverrunOnce();
            if (!_polling)
                return; // it waits for the sink

            _timesSilent = _answers == _answersAtLastTime ? _timesSilent + 1 : 0;
            _answersAtLastTime = _answers;
            if (++_timesOverrun <= _timesTolerated || _timesSilent == 0 || _timesSilent * _period < ShortestSilence)
                return;

            _health.IsLost(FormattableString.Invariant($"nothing was answered for {_period.TotalSeconds * _timesSilent:0.###} s"));
            SayLoss();
        }
    }

    private void SayLoss()
    {
        int count = _image.MakeBatchOfLoss(Away, _time.GetUnixNanoseconds(), Now());
        if (count == 0)
            return;

        try
        {
            int taken = _sink.Write(_image.Batch.Span[..count]);
            if (taken == count)
                return;
            _image.ForgetSaid();
            Dropped(count - taken);
        }
        catch (Exception exception)
        {
            _sinkFault = exception; // a sink does not throw; one that does ends the run, not the process
        }
    }

    private void LogOverrunOnce()
    {
        if (_overrunLogged)
            return;
        _overrunLogged = true;
        Log.PollOverran(_logger, _device, _period.TotalSeconds, _schedule.Missed);
    }

    /// <summary>Offers what a full sink did not take until the next poll would be due.</summary>
    /// <returns>False when the sink has ended.</returns>
    private async Task<bool> OfferAgainAsync(int taken, int count, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_period, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            while (taken < count)
            {
                if (!await _sink.WaitToWriteAsync(either.Token).ConfigureAwait(false))
                {
                    Dropped(count - taken);
                    return false;
                }

                taken += _sink.Write(_image.Batch.Span[taken..count]);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            lock (_lock)
                _image.ForgetSaid();
            Dropped(count - taken);
        }

        return true;
    }

    private void Dropped(int samples)
    {
        Diagnostics.DroppedSamples.Add(samples);
        Log.SamplesDropped(_logger, _device, samples);
    }

    private long Now() => _time.GetElapsedTime(0).Ticks;

    private static Quality QualityOf(Exception exception) => exception switch
    {
        ModbusServerException { ExceptionCode: ModbusExceptionCode.GatewayPathUnavailable or ModbusExceptionCode.GatewayTargetFailedToRespond } => Away,
        ModbusServerException { ExceptionCode: ModbusExceptionCode.Acknowledge or ModbusExceptionCode.ServerDeviceBusy } => Quality.NotTopical,
        ModbusQueueFullException => Quality.NotTopical, // others ask the device more than it can answer
        ModbusException => Quality.Invalid | Quality.NotTopical,
        _ => Away, // not answered, not connected, the link closed
    };
}
