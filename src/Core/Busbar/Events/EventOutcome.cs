namespace Busbar;

/// <summary>
/// What became of an event: that nobody takes it, that its method was called, or why its arguments were rejected. What a method throws
/// before it first awaits comes out of the dispatch itself; what it throws later is in <see cref="Completion"/>. Two words, so that it is
/// returned in registers.
/// </summary>
public readonly struct EventOutcome
{
    private readonly object? _detail; // the fault, or the task of a method that goes on
    private readonly EventStatus _status;

    private EventOutcome(EventStatus status, object? detail)
    {
        _status = status;
        _detail = detail;
    }

    /// <summary>No method takes the event.</summary>
    public static EventOutcome NotFound => default;

    /// <summary>The method was called and has returned.</summary>
    public static EventOutcome Handled => new(EventStatus.Handled, null);

    /// <summary>Which of the three it is.</summary>
    public EventStatus Status => _status;

    /// <summary>Why the arguments were rejected; null for everything else.</summary>
    public EventFault? Fault => _detail as EventFault;

    /// <summary>Ends when an asynchronous method has; completed for everything else.</summary>
    public Task Completion => _detail as Task ?? Task.CompletedTask;

    /// <summary>The method was called and goes on.</summary>
    /// <param name="completion">What it returned.</param>
    public static EventOutcome Running(ValueTask completion)
    {
        if (!completion.IsCompletedSuccessfully)
            return new EventOutcome(EventStatus.Handled, completion.AsTask());
        completion.GetAwaiter().GetResult(); // a pooled one goes back
        return Handled;
    }

    /// <inheritdoc cref="Running(ValueTask)"/>
    /// <exception cref="ArgumentNullException">The method returned null.</exception>
    public static EventOutcome Running(Task completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        return new EventOutcome(EventStatus.Handled, completion);
    }

    /// <summary>The arguments were rejected, and nothing was called.</summary>
    /// <param name="fault">Why.</param>
    public static EventOutcome Rejected(EventFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new EventOutcome(EventStatus.Rejected, fault);
    }

    /// <summary>The arguments were rejected, and nothing was called.</summary>
    /// <param name="name">The event's name, as its method has it.</param>
    /// <param name="index">Which argument, from 0; -1 for the payload as a whole and for a level of a topic.</param>
    /// <param name="argument">The method's parameter; empty for the payload as a whole.</param>
    /// <param name="fault">What is wrong, as seen from the argument.</param>
    public static EventOutcome Rejected(string name, int index, string argument, ArgumentFault fault)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(fault);
        return Rejected(new EventFault(name, (argument.Length == 0 ? fault : fault.In(argument)) with { Index = index }));
    }

    /// <inheritdoc/>
    public override string ToString() => Fault?.ToString() ?? _status.ToString();
}
