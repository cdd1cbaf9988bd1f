namespace Busbar.Modbus;

/// <content>A request from its arrival to its answer, counted.</content>
public sealed partial class ModbusUnit
{
    /// <summary>Does what a request asks.</summary>
    /// <param name="pdu">The request, at least 1 octet.</param>
    /// <param name="answer">At least <see cref="ModbusLimits.MaxPduLength"/> octets.</param>
    /// <returns>Octets of the answer; 0 when none is to be sent.</returns>
    [HotPath]
    internal int Answer(ReadOnlySpan<byte> pdu, Span<byte> answer)
    {
        bool isListening = Diagnostics.IsListenOnly;
        if (!isListening && (FunctionCode)pdu[0] is >= FunctionCode.ReadCoils and <= FunctionCode.ReadInputRegisters)
            return AnswerRead(pdu, answer);

        Diagnostics.OnRequest(isBroadcast: false);
        if (isListening && !IsRestart(pdu))
        {
            Diagnostics.OnDone((FunctionCode)pdu[0], ModbusExceptionCode.None, isAnswered: false);
            return 0;
        }

        int length = RequestProcessor.Answer(this, pdu, answer, isBroadcast: false);
        return Finish(pdu, answer, isListening ? 0 : length);
    }

    /// <summary>Does what is asked of all units, if it is a write or a user's own function. There is no answer.</summary>
    /// <param name="pdu">The request, at least 1 octet.</param>
    /// <param name="scratch">At least <see cref="ModbusLimits.MaxPduLength"/> octets, written over.</param>
    internal void TakeBroadcast(ReadOnlySpan<byte> pdu, Span<byte> scratch)
    {
        Diagnostics.OnRequest(isBroadcast: true);
        var function = (FunctionCode)pdu[0];
        ModbusExceptionCode refusal = ModbusExceptionCode.IllegalFunction; // a read is ignored
        if (!Diagnostics.IsListenOnly && RequestProcessor.IsBroadcastable(function))
        {
            int length = RequestProcessor.Answer(this, pdu, scratch, isBroadcast: true);
            refusal = RefusalOf(scratch, length);
        }

        Diagnostics.OnDone(function, refusal, isAnswered: false);
    }

    /// <summary>A read of a table, which neither shows counters nor changes them: counted when it is done, once.</summary>
    [HotPath]
    private int AnswerRead(ReadOnlySpan<byte> pdu, Span<byte> answer)
    {
        int length = RequestProcessor.Answer(this, pdu, answer, isBroadcast: false);
        Diagnostics.OnRead(RefusalOf(answer, length));
        return length;
    }

    [HotPath]
    private int Finish(ReadOnlySpan<byte> pdu, Span<byte> answer, int length)
    {
        var function = (FunctionCode)pdu[0];
        ModbusExceptionCode refusal = RefusalOf(answer, length);
        Diagnostics.OnDone(function, refusal, isAnswered: length > 0);
        if (function == FunctionCode.Diagnostics && refusal == ModbusExceptionCode.None && DiagnosticsRequest.TryDecode(pdu, out DiagnosticsRequest request))
            Diagnostics.Execute(request.SubFunction, request.Value);
        return length;
    }

    private static ModbusExceptionCode RefusalOf(ReadOnlySpan<byte> answer, int length) =>
        length == ExceptionResponse.Length && (answer[0] & ExceptionResponse.Mark) != 0 ? (ModbusExceptionCode)answer[1] : ModbusExceptionCode.None;

    private static bool IsRestart(ReadOnlySpan<byte> pdu) =>
        DiagnosticsRequest.TryDecode(pdu, out DiagnosticsRequest request) && request.SubFunction == DiagnosticSubFunction.RestartCommunications;
}
