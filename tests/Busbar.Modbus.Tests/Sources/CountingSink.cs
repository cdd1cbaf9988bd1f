namespace Busbar.Modbus.Tests.Sources;

/// <summary>Counts what it takes and keeps nothing.</summary>
internal sealed class CountingSink : ISink<Sample>
{
    public int Batches { get; private set; }

    public long Good { get; private set; }

    public int Write(ReadOnlySpan<Sample> items)
    {
        Batches++;
        foreach (ref readonly Sample sample in items)
            Good += sample.Quality == Quality.Good ? 1 : 0;
        return items.Length;
    }

    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
