namespace Busbar;

/// <summary>One sink of a pipeline with what it took and what it did not.</summary>
public sealed class PipelineSink
{
    private long _accepted;
    private long _rejected;
    private long _faults;

    internal PipelineSink(ISink<Sample> sink) => Sink = sink;

    /// <summary>The sink.</summary>
    public ISink<Sample> Sink { get; }

    /// <summary>Samples it took.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Samples it did not take because a bound was reached, or because it threw. They are lost to this sink.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Exceptions it threw, which a sink must not.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>The last of those exceptions; null when there was none.</summary>
    public Exception? LastFault { get; private set; }

    internal void Write(ReadOnlySpan<Sample> samples)
    {
        int taken = 0;
        try
        {
            taken = Sink.Write(samples);
        }
        catch (Exception exception)
        {
            // One sink's fault is not the others' nor the source's.
            LastFault = exception;
            Interlocked.Increment(ref _faults);
        }

        Interlocked.Add(ref _accepted, taken);
        if (taken < samples.Length)
            Interlocked.Add(ref _rejected, samples.Length - taken);
    }
}
