using System.Buffers;
using System.Text.Json;

namespace Busbar;

/// <summary>
/// Functions that can be called by name with arguments in JSON. Busbar's generator makes one of the methods marked
/// <see cref="PublishedAttribute">[Published]</see>. Calls may come from any thread and run side by side.
/// </summary>
public interface IPublishedTable
{
    /// <summary>All of them, in the order in which they were declared.</summary>
    IReadOnlyList<PublishedFunction> Functions { get; }

    /// <summary>The function of a name; null when there is none. Allocates nothing.</summary>
    /// <param name="name">In UTF-8, exactly as it is published.</param>
    PublishedFunction? Find(ReadOnlySpan<byte> name);

    /// <summary>
    /// Calls a function and writes its result as one JSON value: <c>null</c> when it gives nothing, and a list of all items when it
    /// gives them one by one. A synchronous function of numbers allocates nothing.
    /// </summary>
    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="arguments">
    /// A JSON object of arguments by name, or a list of them by position; empty for none. Borrowed until the returned task ends.
    /// A query string becomes such an object by <see cref="PublishedQuery.Write"/>.
    /// </param>
    /// <param name="result">Where the result is written; it is neither flushed nor disposed of.</param>
    /// <param name="services">Where parameters that are no arguments come from; null for nowhere.</param>
    /// <param name="cancellationToken">Given to functions that take one.</param>
    /// <returns>How it ended: what the function throws is an outcome and never thrown here.</returns>
    /// <exception cref="ArgumentException">The function is not of this table.</exception>
    ValueTask<PublishedOutcome> InvokeAsync(
        PublishedFunction function, ReadOnlySequence<byte> arguments, Utf8JsonWriter result, IServiceProvider? services = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls a function and hands on its items one by one: the next is asked for when the last was handed on. The result of a function
    /// that gives no stream is its one item.
    /// </summary>
    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="arguments">As <see cref="InvokeAsync"/> takes them.</param>
    /// <param name="item">Where each item is written.</param>
    /// <param name="itemWritten">
    /// Called when an item is written: flushes <paramref name="item"/>, sends what came of it and resets the writer for the next item.
    /// What it throws ends the stream and is the outcome.
    /// </param>
    /// <param name="services">Where parameters that are no arguments come from; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>How it ended; items that were handed on before stay so.</returns>
    /// <exception cref="ArgumentException">The function is not of this table.</exception>
    ValueTask<PublishedOutcome> StreamAsync(
        PublishedFunction function,
        ReadOnlySequence<byte> arguments,
        Utf8JsonWriter item,
        Func<CancellationToken, ValueTask> itemWritten,
        IServiceProvider? services = null,
        CancellationToken cancellationToken = default);
}
