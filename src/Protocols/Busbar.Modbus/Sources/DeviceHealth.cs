using Microsoft.Extensions.Logging;

namespace Busbar.Modbus;

/// <summary>Whether a device answers, since when, and how its polls went. Any thread; each change is logged once.</summary>
internal sealed class DeviceHealth(string name, string target, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private DeviceState _state;
    private DateTimeOffset _since = time.GetUtcNow();
    private string? _detail;
    private long _polls;
    private long _failures;

    public DeviceStatus Snapshot(TimeSpan period, IReadOnlyList<Series> series)
    {
        lock (_lock)
        {
            return new DeviceStatus
            {
                Name = name,
                Protocol = "modbus",
                Target = target,
                State = _state,
                Since = _since,
                Detail = _detail,
                Polls = _polls,
                Failures = _failures,
                Period = period,
                Series = series,
            };
        }
    }

    public void PollBegan()
    {
        lock (_lock)
            _polls++;
        Diagnostics.Polls.Add(1);
    }

    public void PollFailed()
    {
        lock (_lock)
            _failures++;
        Diagnostics.PollFailures.Add(1);
    }

    public void Answers()
    {
        lock (_lock)
        {
            if (_state == DeviceState.Connected)
                return;
            Change(DeviceState.Connected, null);
        }

        Log.DeviceAnswers(logger, name, target);
    }

    public void IsLost(string reason)
    {
        lock (_lock)
        {
            _detail = reason;
            if (_state == DeviceState.Disconnected)
                return;
            Change(DeviceState.Disconnected, reason);
        }

        Log.DeviceLost(logger, name, target, reason);
    }

    private void Change(DeviceState state, string? detail)
    {
        _state = state;
        _detail = detail;
        _since = time.GetUtcNow();
    }
}
