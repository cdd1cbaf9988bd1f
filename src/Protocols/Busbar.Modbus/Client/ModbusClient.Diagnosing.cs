namespace Busbar.Modbus;

/// <content>The functions of serial lines that say how a device and its line are; many devices answer them over TCP as well.</content>
public sealed partial class ModbusClient
{
    /// <summary>Reads the eight exception status outputs (function 7), the first in the lowest bit; what they mean is the device's own. Allocates nothing.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range.</exception>
    public ValueTask<byte> ReadExceptionStatusAsync(int unit, CancellationToken cancellationToken = default) =>
        AskPlainly<byte, ExceptionStatusDecoder>(FunctionCode.ReadExceptionStatus, unit, default, cancellationToken);

    /// <summary>
    /// Asks for a test or a counter (function 8) whose data is one number; allocates nothing. A counter is repeated as a read is
    /// (<see cref="ModbusClientOptions.ReadRetries"/>), what changes something never.
    /// </summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="subFunction">What is asked for.</param>
    /// <param name="value">The data of the request, 0 for most.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>The counter or register asked for; what was asked, where the device repeats it; 0 for <see cref="DiagnosticSubFunction.ForceListenOnlyMode"/>, which is not answered.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range.</exception>
    public ValueTask<ushort> DiagnoseAsync(int unit, DiagnosticSubFunction subFunction, ushort value = 0, CancellationToken cancellationToken = default)
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        var transaction = ResultTransaction<ushort, DiagnosticValueDecoder>.Rent(default);
        int length = DiagnosticsRequest.Encode(transaction.RequestBuffer, subFunction, value);
        Begin(transaction, unit, length, RetriesOf(subFunction), cancellationToken);
        return transaction.Task;
    }

    /// <summary>Asks for a test or a counter (function 8) with data of any length: <see cref="DiagnosticSubFunction.ReturnQueryData"/>, or a sub-function of the device's own.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="subFunction">What is asked for.</param>
    /// <param name="data">2 to 250 octets; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>The data of the answer, new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit or the length of the data is outside its range.</exception>
    public ValueTask<byte[]> DiagnoseAsync(int unit, DiagnosticSubFunction subFunction, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        RequestRange.CheckLength(data.Length, DiagnosticShape.MinLength - DiagnosticShape.HeaderLength, ModbusLimits.MaxPduLength - DiagnosticShape.HeaderLength, nameof(data));
        var transaction = ResultTransaction<byte[], DiagnosticDataDecoder>.Rent(default);
        int length = DiagnosticsRequest.Encode(transaction.RequestBuffer, subFunction, data.Span);
        Begin(transaction, unit, length, RetriesOf(subFunction), cancellationToken);
        return transaction.Task;
    }

    /// <summary>Starts a device's communications anew (function 8, sub-function 1): its counters begin at 0 and it leaves listen only mode. One in that mode does so without an answer: the call then times out.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="clearLog">Whether its event log is cleared as well.</param>
    /// <param name="cancellationToken">Gives the wait for the answer up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range.</exception>
    public async ValueTask RestartCommunicationsAsync(int unit, bool clearLog = false, CancellationToken cancellationToken = default) =>
        await DiagnoseAsync(unit, DiagnosticSubFunction.RestartCommunications, clearLog ? (ushort)0xFF00 : (ushort)0, cancellationToken).ConfigureAwait(false);

    /// <summary>Has a device listen only (function 8, sub-function 4): it does and answers nothing any more before its communications are restarted. This is not answered either: the call ends once it is sent.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="cancellationToken">Gives the sending up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range.</exception>
    public async ValueTask ForceListenOnlyModeAsync(int unit, CancellationToken cancellationToken = default) =>
        await DiagnoseAsync(unit, DiagnosticSubFunction.ForceListenOnlyMode, 0, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks how many messages a device has completed (function 11); allocates nothing.</summary>
    /// <inheritdoc cref="ReadExceptionStatusAsync"/>
    public ValueTask<CommEventCounterResponse> GetCommEventCounterAsync(int unit, CancellationToken cancellationToken = default) =>
        AskPlainly<CommEventCounterResponse, CommEventCounterDecoder>(FunctionCode.GetCommEventCounter, unit, default, cancellationToken);

    /// <summary>Asks for the last events of a device's line (function 12).</summary>
    /// <inheritdoc cref="ReadExceptionStatusAsync"/>
    public ValueTask<CommEventLog> GetCommEventLogAsync(int unit, CancellationToken cancellationToken = default) =>
        AskPlainly<CommEventLog, CommEventLogDecoder>(FunctionCode.GetCommEventLog, unit, default, cancellationToken);

    /// <summary>Asks what a device is and whether it runs (function 17).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="idLength">Octets of its identifier, which nothing in the answer says; null to guess it from where a run indicator stands.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or length is outside its range.</exception>
    public ValueTask<ModbusServerId> ReportServerIdAsync(int unit, int? idLength = null, CancellationToken cancellationToken = default)
    {
        if (idLength is { } length)
            RequestRange.CheckLength(length, 0, ModbusLimits.MaxPduLength, nameof(idLength));
        return AskPlainly<ModbusServerId, ServerIdDecoder>(FunctionCode.ReportServerId, unit, new ServerIdDecoder(idLength), cancellationToken);
    }

    private ValueTask<TResult> AskPlainly<TResult, TDecoder>(FunctionCode function, int unit, TDecoder decoder, CancellationToken cancellationToken)
        where TDecoder : struct, IResponseDecoder<TResult>
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        var transaction = ResultTransaction<TResult, TDecoder>.Rent(decoder);
        Begin(transaction, unit, PlainRequest.Encode(transaction.RequestBuffer, function), Options.ReadRetries, cancellationToken);
        return transaction.Task;
    }

    private int RetriesOf(DiagnosticSubFunction subFunction) => subFunction switch
    {
        DiagnosticSubFunction.ReturnQueryData or DiagnosticSubFunction.ReturnDiagnosticRegister => Options.ReadRetries,
        >= DiagnosticSubFunction.ReturnBusMessageCount and <= DiagnosticSubFunction.ReturnIopOverrunCount => Options.ReadRetries,
        _ => 0,
    };
}
