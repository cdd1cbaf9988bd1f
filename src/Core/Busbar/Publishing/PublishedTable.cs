using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Busbar;

/// <summary>For generated code: a table as far as it is the same for all. A call that ends at once allocates nothing.</summary>
/// <param name="functions">All of them.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PublishedTable(PublishedFunctions functions) : IPublishedTable
{
    /// <inheritdoc/>
    public IReadOnlyList<PublishedFunction> Functions => functions;

    /// <inheritdoc/>
    public PublishedFunction? Find(ReadOnlySpan<byte> name) => functions.Find(name);

    /// <inheritdoc/>
    public ValueTask<PublishedOutcome> InvokeAsync(
        PublishedFunction function, ReadOnlySequence<byte> arguments, Utf8JsonWriter result, IServiceProvider? services = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var to = new PublishedResult(result, itemWritten: null);
        return arguments.IsSingleSegment
            ? CallAsync(function, arguments.FirstSpan, to, services, cancellationToken)
            : CallJoinedAsync(function, arguments, to, services, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<PublishedOutcome> StreamAsync(
        PublishedFunction function,
        ReadOnlySequence<byte> arguments,
        Utf8JsonWriter item,
        Func<CancellationToken, ValueTask> itemWritten,
        IServiceProvider? services = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(itemWritten);
        return CallJoinedAsync(function, arguments, new PublishedResult(item, itemWritten), services, cancellationToken);
    }

    /// <summary>Reads the arguments, and unless the call is refused then, calls the function and writes its result.</summary>
    /// <param name="function">Its place in the table.</param>
    /// <param name="call">The call.</param>
    protected abstract ValueTask Invoke(int function, ref PublishedCall call);

    /// <summary>Arguments in several pieces are read out of a borrowed array. All of them are read when the task is there, so that nothing needs it after that.</summary>
    private ValueTask<PublishedOutcome> CallJoinedAsync(
        PublishedFunction function, in ReadOnlySequence<byte> arguments, PublishedResult result, IServiceProvider? services, CancellationToken cancellationToken)
    {
        if (arguments.IsSingleSegment)
            return CallAsync(function, arguments.FirstSpan, result, services, cancellationToken);
        byte[] joined = ArrayPool<byte>.Shared.Rent(checked((int)arguments.Length));
        try
        {
            arguments.CopyTo(joined);
            return CallAsync(function, joined.AsSpan(0, (int)arguments.Length), result, services, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a task that is handed on is written in parts and read as a whole, for which the processor waits
    private ValueTask<PublishedOutcome> CallAsync(
        PublishedFunction function, ReadOnlySpan<byte> arguments, PublishedResult result, IServiceProvider? services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        int index = functions.IndexOf(function);
        var call = new PublishedCall(function, arguments, result, services, cancellationToken);
        return CompletesAtOnce(index, ref call, out ValueTask<PublishedOutcome> other) ? new ValueTask<PublishedOutcome>(PublishedOutcome.Completed) : other;
    }

    /// <param name="index">Of the function.</param>
    /// <param name="call">The call.</param>
    /// <param name="other">How the call ends unless it completes at once.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool CompletesAtOnce(int index, ref PublishedCall call, out ValueTask<PublishedOutcome> other)
    {
        ValueTask pending;
        try
        {
            pending = Invoke(index, ref call);
        }
        catch (Exception exception)
        {
            other = new ValueTask<PublishedOutcome>(call.IsReading ? PublishedOutcome.Refused(call.Refuse(exception)) : OutcomeOf(exception, call.CancellationToken));
            return false;
        }

        bool isItem = call.Result.IsStreamed && !functions[index].IsStream;
        if (!call.IsRefused && !isItem && pending.IsCompletedSuccessfully)
        {
            pending.GetAwaiter().GetResult(); // a pooled one goes back
            other = default;
            return true;
        }

        other = call.IsRefused
            ? new ValueTask<PublishedOutcome>(PublishedOutcome.Refused(call.Reader.Fault!))
            : AwaitAsync(pending, isItem ? call.Result : default, call.CancellationToken);
        return false;
    }

    /// <param name="pending">The function, or the writing of its result.</param>
    /// <param name="single">Where its result is the one item of a stream; nothing otherwise.</param>
    /// <param name="cancellationToken">The call's.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<PublishedOutcome> AwaitAsync(ValueTask pending, PublishedResult single, CancellationToken cancellationToken)
    {
        try
        {
            await pending.ConfigureAwait(false);
            await single.ItemWrittenAsync(cancellationToken).ConfigureAwait(false);
            return PublishedOutcome.Completed;
        }
        catch (Exception exception)
        {
            return OutcomeOf(exception, cancellationToken);
        }
    }

    private static PublishedOutcome OutcomeOf(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? PublishedOutcome.Canceled : PublishedOutcome.Failed(exception);
}
