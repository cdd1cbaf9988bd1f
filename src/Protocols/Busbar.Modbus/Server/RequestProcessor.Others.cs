namespace Busbar.Modbus;

/// <content>Diagnostics, files, queues, identification and what users add.</content>
internal static partial class RequestProcessor
{
    private static int AnswerPlain(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        var function = (FunctionCode)pdu[0];
        int serverId = function == FunctionCode.ReportServerId ? unit.AnswerServerId(answer) : -1;
        if (serverId == 0)
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        if (!PlainRequest.TryDecode(pdu, out _))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);

        return function switch
        {
            FunctionCode.ReadExceptionStatus => ExceptionStatusResponse.Encode(answer, unit.ExceptionStatus),
            FunctionCode.GetCommEventCounter => CommEventCounterResponse.Encode(answer, 0, unit.Diagnostics.Counts.Events),
            FunctionCode.GetCommEventLog => unit.Diagnostics.AnswerLog(answer),
            _ => serverId,
        };
    }

    /// <summary>What changes something is done once the answer is on its way: <see cref="UnitDiagnostics.Execute"/>.</summary>
    private static int Diagnose(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (pdu.Length < DiagnosticShape.HeaderLength)
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (!Knows(DiagnosticShape.SubFunctionOf(pdu)) || unit.Refuses(DiagnosticShape.SubFunctionOf(pdu)))
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        if (!DiagnosticsRequest.TryDecode(pdu, out DiagnosticsRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);

        ModbusUnitStatistics counts = unit.Diagnostics.Counts;
        return request.SubFunction switch
        {
            DiagnosticSubFunction.ForceListenOnlyMode => 0,
            DiagnosticSubFunction.ReturnDiagnosticRegister => Number(unit.DiagnosticRegister, pdu, answer),
            DiagnosticSubFunction.ReturnBusMessageCount => Number(counts.BusMessages, pdu, answer),
            DiagnosticSubFunction.ReturnBusCommunicationErrorCount => Number(counts.BusCommunicationErrors, pdu, answer),
            DiagnosticSubFunction.ReturnBusExceptionErrorCount => Number(counts.Exceptions, pdu, answer),
            DiagnosticSubFunction.ReturnServerMessageCount => Number(counts.Messages, pdu, answer),
            DiagnosticSubFunction.ReturnServerNoResponseCount => Number(counts.NoResponses, pdu, answer),
            DiagnosticSubFunction.ReturnServerNakCount => Number(counts.NegativeAcknowledges, pdu, answer),
            DiagnosticSubFunction.ReturnServerBusyCount => Number(counts.Busy, pdu, answer),
            DiagnosticSubFunction.ReturnBusCharacterOverrunCount => Number(0, pdu, answer), // nothing below tells of one
            _ => Repeat(pdu, answer),
        };
    }

    private static bool Knows(DiagnosticSubFunction subFunction) => subFunction is
        <= DiagnosticSubFunction.ForceListenOnlyMode
        or (>= DiagnosticSubFunction.ClearCounters and <= DiagnosticSubFunction.ReturnBusCharacterOverrunCount)
        or DiagnosticSubFunction.ClearOverrunCounterAndFlag;

    private static int Number(ushort value, ReadOnlySpan<byte> pdu, Span<byte> answer) =>
        DiagnosticsResponse.Encode(answer, DiagnosticShape.SubFunctionOf(pdu), value);

    private static int Repeat(ReadOnlySpan<byte> pdu, Span<byte> answer)
    {
        pdu.CopyTo(answer);
        return pdu.Length;
    }

    private static int ReadFiles(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!unit.HasFiles)
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        if (!ReadFileRecordRequest.TryDecode(pdu, out ReadFileRecordRequest request, out PduViolation violation))
            return Refuse(violation.ExceptionCode, ref refusal);
        for (int i = 0; i < request.Count; i++)
        {
            if (unit.FileOf(request[i].File) is not { } file || !file.Contains(request[i].Record, request[i].Length))
                return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);
        }

        int length = ReadFileRecordResponse.Encode(answer);
        using (unit.BeginUpdate())
        {
            for (int i = 0; i < request.Count; i++)
            {
                ReadFileRecordResponse.TryAdd(answer, ref length, request[i].Length, out Span<byte> octets);
                unit.FileOf(request[i].File)!.ReadOctets(request[i].Record, octets);
            }
        }

        return length;
    }

    private static int WriteFiles(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!unit.HasFiles)
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        if (!WriteFileRecord.TryDecode(pdu, out WriteFileRecord request, out PduViolation violation))
            return Refuse(violation.ExceptionCode, ref refusal);
        foreach (FileRecord group in request)
        {
            if (unit.FileOf(group.File) is not { } file || !file.Contains(group.Record, group.Octets.Length / 2))
                return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);
        }

        using (unit.BeginUpdate())
        {
            foreach (FileRecord group in request)
                unit.FileOf(group.File)!.WriteOctets(group.Record, group.Octets);
        }

        return Repeat(pdu, answer);
    }

    private static int ReadFifo(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, ref ModbusExceptionCode refusal)
    {
        if (!unit.HasQueues)
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        if (!ReadFifoQueueRequest.TryDecode(pdu, out ReadFifoQueueRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        if (unit.QueueAt(request.Address) is not { } queue)
            return Refuse(ModbusExceptionCode.IllegalDataAddress, ref refusal);

        int length = queue.Answer(answer);
        return length > 0 ? length : Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
    }

    private static int AnswerEncapsulated(ModbusUnit unit, ReadOnlySpan<byte> pdu, Span<byte> answer, bool isBroadcast, ref ModbusExceptionCode refusal)
    {
        if (pdu.Length < EncapsulatedTransport.HeaderLength)
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        var meiType = (MeiType)pdu[1];
        if (meiType != MeiType.ReadDeviceIdentification)
        {
            answer[1] = pdu[1];
            return Run(unit, unit.HandlerOf(meiType), pdu, answer, isBroadcast, ref refusal);
        }

        if (unit.Identification.ConformityLevel == 0)
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        if (!ReadDeviceIdentificationRequest.TryDecode(pdu, out ReadDeviceIdentificationRequest request))
            return Refuse(ModbusExceptionCode.IllegalDataValue, ref refusal);
        return unit.Identification.Answer(request, answer, out refusal);
    }

    private static int Handle(ModbusUnit unit, FunctionCode function, ReadOnlySpan<byte> pdu, Span<byte> answer, bool isBroadcast, ref ModbusExceptionCode refusal)
    {
        bool mayBeHandled = (byte)function < ExceptionResponse.Mark;
        return Run(unit, mayBeHandled ? unit.HandlerOf(function) : null, pdu, answer, isBroadcast, ref refusal);
    }

    private static int Run(ModbusUnit unit, FunctionHandler? handler, ReadOnlySpan<byte> pdu, Span<byte> answer, bool isBroadcast, ref ModbusExceptionCode refusal)
    {
        if (handler is null)
            return Refuse(ModbusExceptionCode.IllegalFunction, ref refusal);
        int length = handler.Run(new ModbusRequest(unit.Number, pdu, isBroadcast), answer);
        return length >= 0 ? length : Refuse(ModbusExceptionCode.ServerDeviceFailure, ref refusal);
    }
}
