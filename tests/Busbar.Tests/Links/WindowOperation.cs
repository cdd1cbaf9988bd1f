using System.Threading.Tasks.Sources;
using Busbar.Links;

namespace Busbar.Tests.Links;

/// <summary>One datum on its way; used again and again by one caller.</summary>
internal sealed class WindowOperation : Operation, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _source;

    public uint Value { get; set; }

    public uint Sequence { get; set; }

    public CloseReason? Failure { get; set; }

    public ValueTask Begin()
    {
        Failure = null;
        _source.Reset();
        return new ValueTask(this, _source.Version);
    }

    protected override void OnCompleted()
    {
        if (Failure is { } reason)
            _source.SetException(new LinkClosedException("test", reason));
        else
            _source.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
