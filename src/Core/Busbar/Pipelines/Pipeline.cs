using System.Collections.Immutable;

namespace Busbar;

/// <summary>
/// Sources, stages and sinks connected: what the sources write passes the stages and goes to every sink. No sink holds up a source
/// or another sink: what one does not take is counted and lost to it alone. It disposes its sources, not the sinks it was lent.
/// </summary>
public sealed class Pipeline : IAsyncDisposable
{
    private readonly ImmutableArray<ISource<Sample>> _sources;
    private readonly ImmutableArray<Func<IStage<Sample>>> _stages;
    private readonly TimeSpan _flushTimeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _run; // ends when the run under way has ended
    private bool _disposed;
    private long _stageFaults;

    internal Pipeline(
        ImmutableArray<ISource<Sample>> sources, ImmutableArray<Func<IStage<Sample>>> stages, ImmutableArray<ISink<Sample>> sinks, TimeSpan flushTimeout, TimeProvider time)
    {
        foreach (ISink<Sample> sink in sinks)
            ArgumentNullException.ThrowIfNull(sink, nameof(sinks));
        _sources = sources;
        _stages = stages;
        _flushTimeout = flushTimeout;
        _time = time;
        Sinks = [.. sinks.Select(sink => new PipelineSink(sink))];
    }

    /// <summary>The sinks, in the order they are written.</summary>
    public IReadOnlyList<PipelineSink> Sinks { get; }

    /// <summary>Exceptions that stages have thrown, which a stage must not: each lost one sample.</summary>
    public long StageFaults => Volatile.Read(ref _stageFaults);

    /// <summary>The last of those exceptions; null when there was none.</summary>
    public Exception? LastStageFault { get; private set; }

    /// <summary>Begins the description of a pipeline.</summary>
    public static PipelineBuilder From(params ReadOnlySpan<ISource<Sample>> sources) => new([.. sources], []);

    /// <summary>
    /// Runs all sources until cancelled, disposed or until all have ended; flushes the sinks at the end, whatever the end. Being
    /// cancelled is an orderly end, not an exception. When a source fails, the others are ended and its exception is thrown. An end that
    /// was asked for waits for the sinks no longer than <see cref="PipelineBuilder.FlushWithin"/> says.
    /// </summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_run is not null)
                throw new InvalidOperationException("The pipeline runs already.");
            _run = run;
        }

        try
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
            Task sources = Task.WhenAll(_sources.Select(source => RunSourceAsync(source, stopping)));
            await sources.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Task flushes = FlushAsync(stopping.Token);
            await flushes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            if (sources.IsFaulted || !(cancellationToken.IsCancellationRequested || _disposing.IsCancellationRequested))
                await sources.ConfigureAwait(false); // its exception; a cancellation that was asked for is none
            await flushes.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
                _run = null;
            run.SetResult();
        }
    }

    /// <summary>Ends a run under way, then disposes the sources.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? run;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            run = _run?.Task;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        if (run is not null)
            await run.ConfigureAwait(false);
        _disposing.Dispose();
        await Task.WhenAll(_sources.Select(DisposeAsync)).ConfigureAwait(false);
    }

    /// <summary>
    /// As long as it takes while nobody asks for an end; then so long and no longer. A sink that cannot deliver keeps nobody from
    /// ending: what waits in it is its owner's to drain.
    /// </summary>
    private async Task FlushAsync(CancellationToken ending)
    {
        using var late = new CancellationTokenSource();
        Task flushes = Task.WhenAll(Sinks.Select(sink => FlushAsync(sink, late.Token)));
        try
        {
            await flushes.WaitAsync(ending).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!flushes.IsCompleted)
        {
            try
            {
                await flushes.WaitAsync(_flushTimeout, _time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!flushes.IsCompleted)
            {
                await late.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task FlushAsync(PipelineSink sink, CancellationToken late)
    {
        try
        {
            await sink.Sink.FlushAsync(late).ConfigureAwait(false);
        }
        catch (Exception) when (late.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
    }

    private static async Task DisposeAsync(ISource<Sample> source) => await source.DisposeAsync().ConfigureAwait(false);

    private void OnStageFault(Exception exception)
    {
        LastStageFault = exception;
        Interlocked.Increment(ref _stageFaults);
    }

    private async Task RunSourceAsync(ISource<Sample> source, CancellationTokenSource stopping)
    {
        ISink<Sample> sink = new FanOut(Sinks);
        try
        {
            for (int i = _stages.Length - 1; i >= 0; i--)
            {
                IStage<Sample> stage = _stages[i]();
                if (stage is SampleStage watched)
                    watched.Faulted = OnStageFault;
                sink = stage.Before(sink);
            }

            await source.RunAsync(sink, stopping.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private sealed class FanOut(IReadOnlyList<PipelineSink> sinks) : ISink<Sample>
    {
        private readonly PipelineSink[] _sinks = [.. sinks];

        public int Write(ReadOnlySpan<Sample> items)
        {
            foreach (PipelineSink sink in _sinks)
                sink.Write(items);
            return items.Length;
        }

        public async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken)
        {
            foreach (PipelineSink sink in _sinks)
            {
                if (!await sink.Sink.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
                    return false;
            }

            return true;
        }

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            foreach (PipelineSink sink in _sinks)
                await sink.Sink.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
