using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>A request on its way through the gateway, and what became of it. Under its target's lock until it is answered, then its session's.</summary>
/// <param name="caller">Who asks.</param>
/// <param name="transactionId">The caller's own, to be given back; 0 on a serial line.</param>
/// <param name="unit">The unit that the caller asked, to be given back.</param>
/// <param name="targetUnit">The unit asked on the other side.</param>
/// <param name="pdu">The request, copied.</param>
internal sealed class GatewayRequest(GatewayCaller caller, ushort transactionId, byte unit, byte targetUnit, ReadOnlySpan<byte> pdu) : Operation
{
    private readonly byte[] _octets = [.. pdu, .. new byte[ModbusLimits.MaxPduLength - pdu.Length]]; // the request, then the answer
    private readonly int _requestLength = pdu.Length;
    private readonly FunctionCode _function = (FunctionCode)pdu[0];
    private int _answerLength;

    public GatewayCaller Caller => caller;

    /// <summary>Whether it is a write to all units, which nobody answers.</summary>
    public bool IsToAll { get; init; }

    public ushort TransactionId => transactionId;

    public byte Unit => unit;

    public byte TargetUnit => targetUnit;

    public ReadOnlySpan<byte> Pdu => _octets.AsSpan(0, _requestLength);

    /// <summary>Where the answer goes; the request is not needed any more by then.</summary>
    public Memory<byte> AnswerBuffer => _octets;

    /// <summary>What the caller gets; empty for nothing.</summary>
    public ReadOnlySpan<byte> Answer => _octets.AsSpan(0, _answerLength);

    public void End(int answerLength) => _answerLength = answerLength;

    public void Refuse(ModbusExceptionCode code) => _answerLength = ExceptionResponse.Encode(_octets, _function, code);

    /// <summary>After the session has left its lock: the other side is not to be called from within.</summary>
    protected override void OnCompleted() => caller.Target.SendWaiting();
}
