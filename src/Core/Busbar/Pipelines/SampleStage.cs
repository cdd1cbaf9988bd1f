using System.Buffers;

namespace Busbar;

/// <summary>
/// A stage that looks at each sample and lets it through, changed or not, or keeps it back. It is called by one source, so by one
/// thread at a time. What it lets through keeps its order and its batch. When it throws, a pipeline loses that sample alone and
/// counts it.
/// </summary>
public abstract class SampleStage : IStage<Sample>
{
    /// <summary>Told of what <see cref="Passes"/> throws; without it, that reaches whoever writes.</summary>
    internal Action<Exception>? Faulted { get; set; }

    /// <summary>Decides about one sample.</summary>
    /// <param name="sample">The sample; may be replaced.</param>
    /// <returns>True to let it through.</returns>
    protected abstract bool Passes(ref Sample sample);

    /// <inheritdoc/>
    public ISink<Sample> Before(ISink<Sample> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new StageSink(this, next);
    }

    private sealed class StageSink(SampleStage stage, ISink<Sample> next) : ISink<Sample>
    {
        public int Write(ReadOnlySpan<Sample> items)
        {
            Sample[] passed = ArrayPool<Sample>.Shared.Rent(items.Length);
            int count = 0;
            int from = 0;
            while (from < items.Length)
                from = PassFrom(items, from, passed, ref count);

            if (count > 0)
                next.Write(passed.AsSpan(0, count));
            // Without references to series: a pooled array must not keep a registry alive.
            passed.AsSpan(0, Math.Min(count + 1, passed.Length)).Clear();
            ArrayPool<Sample>.Shared.Return(passed);
            return items.Length;
        }

        /// <summary>One try around the loop; it is resumed behind a sample that made the stage throw.</summary>
        /// <returns>Where to go on.</returns>
        private int PassFrom(ReadOnlySpan<Sample> items, int first, Sample[] passed, ref int count)
        {
            int index = first;
            int kept = count;
            try
            {
                for (; index < items.Length; index++)
                {
                    passed[kept] = items[index];
                    if (stage.Passes(ref passed[kept]))
                        kept++;
                }
            }
            catch (Exception exception) when (stage.Faulted is not null)
            {
                stage.Faulted(exception);
                index++;
            }

            count = kept;
            return index;
        }

        public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken) => next.WaitToWriteAsync(cancellationToken);

        public ValueTask FlushAsync(CancellationToken cancellationToken) => next.FlushAsync(cancellationToken);
    }
}
