using System.Buffers.Binary;
using System.Threading.Tasks.Sources;
using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// One request and what became of it: pooled, so that a transaction in steady state allocates nothing, its cancellation included.
/// Awaited once; the await copies the result out and gives the object back. While it is in a session, all but the token belong to
/// that session, under the link's lock.
/// </summary>
internal abstract class Transaction : Operation
{
    private readonly byte[] _pdu = new byte[ModbusLimits.MaxPduLength]; // the request, and once answered the response
    private ManualResetValueTaskSourceCore<bool> _core; // continuations run where OnCompleted runs: on the thread pool already
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellationToken;
    private ModbusClient? _client;
    private Link<ClientSession>? _link;
    private int _pduLength;
    private ModbusExceptionCode _exceptionCode;
    private string? _rule;
    private Exception? _failure;

    public Transaction? Next { get; set; }

    public Transaction? Previous { get; set; }

    public TransactionState State { get; set; }

    /// <summary>The transaction identifier while in flight.</summary>
    public ushort Id { get; set; }

    /// <summary>When it times out while in flight; ticks of the link's clock.</summary>
    public long Deadline { get; set; }

    public int RetriesLeft { get; set; }

    public TransactionOutcome Outcome { get; private set; }

    public byte Unit { get; private set; }

    /// <summary>Whether nobody answers it: it is done once it is sent.</summary>
    public bool IsUnanswered { get; private set; }

    /// <summary>Whether the caller wrote the PDU itself: the answer is checked for its function alone. Set before <see cref="Begin"/>.</summary>
    public bool IsRaw { get; set; }

    public ReadOnlySpan<byte> Pdu => _pdu.AsSpan(0, _pduLength);

    public CancellationToken CancellationToken => _cancellationToken;

    protected short Version => _core.Version;

    private FunctionCode Function => (FunctionCode)_pdu[0];

    /// <summary>A unit that does what this asks answers nothing any more; MODBUS Application Protocol V1.1b3 §6.8.1.</summary>
    private bool IsForcingListenOnlyMode =>
        Function == FunctionCode.Diagnostics && _pduLength >= 3 && DiagnosticShape.SubFunctionOf(_pdu) == DiagnosticSubFunction.ForceListenOnlyMode;

    private int Address => RequestRange.HasAddress(Function) && _pduLength >= 3 ? BinaryPrimitives.ReadUInt16BigEndian(_pdu.AsSpan(1)) : 0;

    /// <summary>Where the request is to be written before <see cref="Begin"/>.</summary>
    public Span<byte> RequestBuffer => _pdu;

    /// <summary>Takes the request that was written to <see cref="RequestBuffer"/>.</summary>
    public void Begin(ModbusClient client, byte unit, int pduLength, int retries, CancellationToken cancellationToken)
    {
        _client = client;
        _pduLength = pduLength;
        _cancellationToken = cancellationToken;
        Unit = unit;
        IsUnanswered = client.Options.IsBroadcast(unit) || IsForcingListenOnlyMode;
        RetriesLeft = retries;
        Outcome = TransactionOutcome.Pending;
    }

    /// <summary>From now on a cancellation ends it. Called before the caller has it, so it cannot be given back meanwhile.</summary>
    public void ListenToCancellation()
    {
        if (_cancellationToken.CanBeCanceled)
            _registration = _cancellationToken.UnsafeRegister(static transaction => ((Transaction)transaction!).OnCancellation(), this);
    }

    /// <summary>Says which link's session is to have it; under that link's lock.</summary>
    /// <returns>True when it was cancelled before: a cancellation that found no link leaves it to whoever submits.</returns>
    public bool EnterLink(Link<ClientSession> link)
    {
        Outcome = TransactionOutcome.Pending;
        Volatile.Write(ref _link, link);
        if (!_cancellationToken.CanBeCanceled)
            return false;
        Interlocked.MemoryBarrier(); // the write above before the read below, as the cancellation does it the other way round
        return _cancellationToken.IsCancellationRequested;
    }

    public void Answer(ReadOnlySpan<byte> pdu)
    {
        pdu.CopyTo(_pdu);
        _pduLength = pdu.Length;
        Outcome = TransactionOutcome.Answered;
    }

    public void Refuse(ModbusExceptionCode code)
    {
        _exceptionCode = code;
        Outcome = TransactionOutcome.Refused;
    }

    public void Violate(string rule)
    {
        _rule = rule;
        Outcome = TransactionOutcome.Violated;
    }

    public void Fail(Exception failure)
    {
        _failure = failure;
        Outcome = TransactionOutcome.Failed;
    }

    public void End(TransactionOutcome outcome) => Outcome = outcome;

    /// <summary>Wakes the caller; for what never was in a session.</summary>
    public void CompleteNow() => _core.SetResult(true);

    protected override void OnCompleted()
    {
        if (Outcome == TransactionOutcome.Failed && _client!.Repeat(this))
            return;
        CompleteNow();
    }

    public ValueTaskSourceStatus GetStatus(short token)
    {
        ValueTaskSourceStatus status = _core.GetStatus(token);
        if (status != ValueTaskSourceStatus.Succeeded || Outcome == TransactionOutcome.Answered)
            return status;
        return Outcome == TransactionOutcome.Canceled ? ValueTaskSourceStatus.Canceled : ValueTaskSourceStatus.Faulted;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>The response's PDU, for the derived result; throws what the transaction ended with.</summary>
    protected ReadOnlySpan<byte> Response
    {
        get
        {
            if (Outcome != TransactionOutcome.Answered)
                throw Exception();
            return Pdu;
        }
    }

    /// <summary>That the caller awaits it for the first time.</summary>
    protected void CheckToken(short token) => _core.GetResult(token);

    /// <summary>Forgets the request; the object may then be used again. A cancellation running at this moment is waited for.</summary>
    protected void Reset()
    {
        _registration.Dispose();
        _registration = default;
        _cancellationToken = default;
        _client = null;
        _link = null;
        _failure = null;
        IsRaw = false;
        _core.Reset();
    }

    private void OnCancellation()
    {
        // Without a link nobody has sent it: whoever is connecting holds the token, and looks at it when submitting.
        if (Volatile.Read(ref _link) is not { } link)
            return;

        try
        {
            using LinkScope<ClientSession> scope = link.Enter();
            scope.Session.Cancel(this, scope.Now, scope.Output);
        }
        catch (LinkClosedException)
        {
            // Its closing has ended the transaction.
        }
    }

    /// <summary>What became of it, made by the thread that throws it.</summary>
    private Exception Exception() => Outcome switch
    {
        TransactionOutcome.Refused => new ModbusServerException(Function, _exceptionCode, Unit, Address),
        TransactionOutcome.Violated => new ModbusProtocolException(Function, Unit, _rule!),
        TransactionOutcome.TimedOut => new ModbusTimeoutException(Function, Unit, Address, _client!.Options.ResponseTimeout),
        TransactionOutcome.Canceled => new OperationCanceledException(_cancellationToken),
        TransactionOutcome.QueueFull => new ModbusQueueFullException(Function, Unit, _client!.Options.MaxQueued),
        _ => _failure!,
    };
}
