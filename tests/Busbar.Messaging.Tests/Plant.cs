using System.Text;
using Busbar.Testing;

namespace Busbar.Messaging.Tests;

/// <summary>A handler as users write one; tells what it was called with.</summary>
internal sealed partial class Plant(Broker broker, TopicHandlerOptions? options = null) : TopicHandler(broker, options)
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private readonly Signal _called = new();

    /// <summary>What asynchronous methods wait for.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<string[]> CallsAsync(int count)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_calls.Count >= count)
                    return [.. _calls];
            }

            await _called.NextAsync();
        }
    }

    [Event("plant/{bay}/power")]
    private void OnPower(int bay, double kilowatts) => Note(FormattableString.Invariant($"{bay}: {kilowatts} kW"));

    [Event("plant/{bay}/{what}")]
    private void OnAny(string bay, string what, RetainedMessage message) => Note($"{bay} {what} #{message.Sequence} {Encoding.UTF8.GetString(message.Payload)}");

    [Event("slow/{name}")]
    private async Task OnSlowAsync(string name, int value, CancellationToken cancellationToken)
    {
        Note($"{name} {value} begins");
        await Gate.Task.WaitAsync(cancellationToken);
        Note($"{name} {value} ends");
    }

    [Event("bad/now")]
    private void OnBad() => throw new InvalidOperationException("now");

    [Event("bad/later")]
    private async ValueTask OnBadAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }

    [Event("bad/#")]
    private void AfterBad(string text) => Note(text);

    private void Note(string call)
    {
        lock (_lock)
            _calls.Add(call);
        _called.Set();
    }
}
