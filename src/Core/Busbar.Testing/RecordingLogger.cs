using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Busbar.Testing;

/// <summary>
/// Keeps what is logged, so that a test can read it, and lets a test wait until it is. As a provider it is the one logger of all
/// categories. Any thread.
/// </summary>
public sealed class RecordingLogger : ILogger, ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private readonly ConcurrentDictionary<int, Channel<LogEntry>> _events = new();
    private readonly TimeSpan _patience;

    /// <param name="patience">After how long a wait for the code under test fails, so that a broken test ends; 30 s unless given.</param>
    public RecordingLogger(TimeSpan? patience = null) => _patience = patience ?? Patience.Usual;

    /// <summary>What was logged so far, the oldest first.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    /// <summary>Waits for the next entry of an event: each is given once, the first call gets the first one, be it logged already.</summary>
    /// <param name="eventId">The number of the event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It was not logged in time; says what was.</exception>
    public Task<LogEntry> NextAsync(int eventId, CancellationToken cancellationToken = default) =>
        Patience.NextAsync(Of(eventId).Reader, static _ => true, _patience, _ => Failure(eventId), cancellationToken);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        var entry = new LogEntry(logLevel, eventId, formatter(state, exception));
        _entries.Enqueue(entry);
        Of(eventId.Id).Writer.TryWrite(entry); // behind the entries: who has waited for it finds it there
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    void IDisposable.Dispose()
    {
        // Nothing is held.
    }

    private Channel<LogEntry> Of(int eventId) => _events.GetOrAdd(eventId, static _ => Channel.CreateUnbounded<LogEntry>());

    private string Failure(int eventId)
    {
        IReadOnlyList<LogEntry> entries = Entries;
        string logged = entries.Count == 0 ? "nothing" : string.Join("; ", entries.Select(entry => $"{entry.Id.Id} {entry.Message}"));
        return $"Event {eventId} was not logged within {Patience.Format(_patience)}. Logged in all: {logged}.";
    }
}
