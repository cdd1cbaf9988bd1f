using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore.Tests;

/// <summary>Lets a test await that something was logged.</summary>
internal sealed class LogSignals : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    /// <summary>Completes when an event of that name was logged, be it already.</summary>
    public Task this[string eventName] => Signal(eventName).Task;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Signal(eventId.Name ?? "").TrySetResult();

    public void Dispose()
    {
    }

    private TaskCompletionSource Signal(string name) =>
        _signals.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
