using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Busbar;

/// <summary>
/// Typed fan-out within the process: each item goes to every subscriber on the publisher's thread, in the order they subscribed.
/// One publisher's items arrive in order; between publishers there is none. A subscriber that throws loses that item alone, and
/// the others nothing. Publishing allocates nothing; all members may be called from any thread.
/// </summary>
/// <typeparam name="T">What it carries, usually <see cref="Sample"/>.</typeparam>
public sealed class Hub<T> : ISink<T>
{
    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private HubHandler<T>[] _handlers = []; // replaced as a whole, never changed
    private ISink<T>[] _sinks = []; // the same
    private long _faults;
    private long _rejected;

    /// <summary>A hub without subscribers.</summary>
    public Hub(HubOptions? options = null) => _logger = (options ?? new HubOptions()).Logger;

    /// <summary>Exceptions that subscribers have thrown.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>Subscriptions there are.</summary>
    public int Subscribers => Volatile.Read(ref _handlers).Length + Volatile.Read(ref _sinks).Length;

    /// <summary>Items that subscribed sinks did not take.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Calls <paramref name="handler"/> for each item from now on, on the publisher's thread: it must be quick and must not block.</summary>
    /// <returns>The subscription; its disposal ends it, though a publish under way may still call the handler.</returns>
    public IDisposable Subscribe(HubHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_lock)
            Volatile.Write(ref _handlers, [.. _handlers, handler]);
        return new HubSubscription(() => Remove(ref _handlers, handler));
    }

    /// <summary>Writes to a sink from now on, on the publisher's thread, after the handlers; a batch stays a batch.</summary>
    /// <returns>The subscription; the sink is not disposed with it.</returns>
    public IDisposable Subscribe(ISink<T> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        lock (_lock)
            Volatile.Write(ref _sinks, [.. _sinks, sink]);
        return new HubSubscription(() => Remove(ref _sinks, sink));
    }

    /// <summary>Queues items for a consumer of its own pace; a sink among the others, so that a batch goes in as one.</summary>
    /// <param name="capacity">Items it holds; at least 1.</param>
    /// <param name="overflow">What a full queue does.</param>
    /// <param name="singleWriter">
    /// Only one thread at a time publishes to this hub, which makes each publish half as dear: the caller's word, checked as far as
    /// that costs nothing. Without it any number may.
    /// </param>
    /// <returns>The queue; its disposal ends the subscription.</returns>
    public HubQueue<T> SubscribeQueue(int capacity = 8192, Overflow overflow = Overflow.DropOldest, bool singleWriter = false)
    {
        var queue = new HubQueue<T>(capacity, overflow, singleWriter);
        queue.Subscription = Subscribe(new HubQueueSink<T>(queue));
        return queue;
    }

    /// <summary>Hands the item to every subscriber.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(in T item)
    {
        PublishToHandlers(in item);
        if (_sinks.Length > 0)
            WriteToSinks(new ReadOnlySpan<T>(in item));
    }

    /// <summary>Hands every item to every handler, then the batch to every sink.</summary>
    public int Write(ReadOnlySpan<T> items)
    {
        foreach (ref readonly T item in items)
            PublishToHandlers(in item);
        if (_sinks.Length > 0)
            WriteToSinks(items);
        return items.Length;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(true);

    /// <summary>Flushes the subscribed sinks.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        foreach (ISink<T> sink in Volatile.Read(ref _sinks))
            await sink.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PublishToHandlers(in T item)
    {
        HubHandler<T>[] handlers = Volatile.Read(ref _handlers);
        if (handlers.Length == 1)
            PublishToOne(handlers[0], in item); // without the loop and what it keeps for a catch: half the price
        else
            PublishToAll(handlers, in item);
    }

    private void PublishToOne(HubHandler<T> handler, in T item)
    {
        try
        {
            handler(in item);
        }
        catch (Exception exception)
        {
            OnFault(exception, handler);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PublishToAll(HubHandler<T>[] handlers, in T item)
    {
        Unsafe.SkipInit(out int failed); // written and read only when somebody throws
        if (PublishFrom(handlers, 0, in item, ref failed) is { } fault)
            PublishAfter(fault, handlers, failed, in item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PublishAfter(Exception fault, HubHandler<T>[] handlers, int failed, in T item)
    {
        for (Exception? next = fault; next is not null;)
        {
            OnFault(next, handlers[failed]);
            next = PublishFrom(handlers, failed + 1, in item, ref failed);
        }
    }

    /// <summary>
    /// One try around the loop: a try within it costs about 1 ns a subscriber, this one nothing until somebody throws. What a catch
    /// block uses lives on the stack and is fetched from there in every turn, so this one knows a copy of the index and nothing
    /// else; with the handlers in it as well the loop took a quarter longer.
    /// </summary>
    /// <returns>What the handler at <paramref name="failed"/> threw; null when all were called.</returns>
    private static Exception? PublishFrom(HubHandler<T>[] handlers, int first, in T item, ref int failed)
    {
        int current = first;
        try
        {
            for (int index = first; (uint)index < (uint)handlers.Length; index++)
            {
                current = index;
                handlers[index](in item);
            }

            return null;
        }
        catch (Exception exception)
        {
            failed = current;
            return exception;
        }
    }

    private void WriteToSinks(ReadOnlySpan<T> items)
    {
        foreach (ISink<T> sink in Volatile.Read(ref _sinks))
        {
            int taken = 0;
            try
            {
                taken = sink.Write(items);
            }
            catch (Exception exception)
            {
                OnFault(exception, sink.GetType().Name);
            }

            if (taken < items.Length)
                Interlocked.Add(ref _rejected, items.Length - taken);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnFault(Exception exception, HubHandler<T> handler) => OnFault(exception, $"{handler.Method.DeclaringType?.Name}.{handler.Method.Name}");

    private void OnFault(Exception exception, string subscriber)
    {
        Interlocked.Increment(ref _faults);
        HubLog.SubscriberThrew(_logger, exception, subscriber);
    }

    private void Remove<TSubscriber>(ref TSubscriber[] subscribers, TSubscriber subscriber)
        where TSubscriber : class
    {
        lock (_lock)
        {
            int index = Array.FindIndex(subscribers, candidate => ReferenceEquals(candidate, subscriber));
            if (index >= 0)
                Volatile.Write(ref subscribers, [.. subscribers[..index], .. subscribers[(index + 1)..]]);
        }
    }
}
