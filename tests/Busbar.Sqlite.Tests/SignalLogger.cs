using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Busbar.Sqlite.Tests;

/// <summary>Lets a test wait until something was logged.</summary>
internal sealed class SignalLogger : ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _events = new();

    public Task<string> FirstAsync(int eventId) => Source(eventId).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Source(eventId.Id).TrySetResult(formatter(state, exception));

    private TaskCompletionSource<string> Source(int eventId) => _events.GetOrAdd(eventId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
