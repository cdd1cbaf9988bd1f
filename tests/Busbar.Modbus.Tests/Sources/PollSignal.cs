using System.Threading.Tasks.Sources;

namespace Busbar.Modbus.Tests.Sources;

/// <summary>Lets a test wait for the end of a poll without allocating.</summary>
internal sealed class PollSignal : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _core;

    /// <summary>Waits for the next <see cref="Set"/>. Called before what causes it.</summary>
    public ValueTask NextAsync()
    {
        _core.Reset();
        return new ValueTask(this, _core.Version);
    }

    public void Set() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
