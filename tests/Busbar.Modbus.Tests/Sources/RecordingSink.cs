using System.Threading.Channels;

namespace Busbar.Modbus.Tests.Sources;

/// <summary>Keeps each batch written to it, and lets a test wait for the next.</summary>
internal sealed class RecordingSink : ISink<Sample>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Sample[]> _batches = Channel.CreateUnbounded<Sample[]>();

    /// <summary>How many samples one write takes.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Batches that nobody has waited for.</summary>
    public int Count => _batches.Reader.Count;

    public int Write(ReadOnlySpan<Sample> items)
    {
        int taken = Math.Min(items.Length, Capacity);
        if (taken > 0)
            _batches.Writer.TryWrite(items[..taken].ToArray());
        return taken;
    }

    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public Task<Sample[]> NextAsync() => _batches.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
