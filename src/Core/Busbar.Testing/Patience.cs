using System.Threading.Channels;

namespace Busbar.Testing;

/// <summary>Bounds a wait for the code under test in real time, so that a broken test ends with a sentence instead of never.</summary>
internal static class Patience
{
    public static TimeSpan Usual { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Takes the next item that matches and passes over those before it.</summary>
    /// <exception cref="TimeoutException">None came in time; says what <paramref name="failure"/> makes of the items that were passed over.</exception>
    public static async Task<T> NextAsync<T>(
        ChannelReader<T> items, Predicate<T> matches, TimeSpan patience, Func<IReadOnlyList<T>, string> failure, CancellationToken cancellationToken)
    {
        var passedOver = new List<T>();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(patience);
        try
        {
            while (true)
            {
                T item = await items.ReadAsync(bounded.Token).ConfigureAwait(false);
                if (matches(item))
                    return item;
                passedOver.Add(item);
            }
        }
        catch (OperationCanceledException exception)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            throw new TimeoutException(failure(passedOver), exception);
        }
    }

    /// <summary>A time as these sentences say it.</summary>
    public static string Format(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");
}
