using Microsoft.Extensions.Logging;

namespace Busbar.Modbus;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Error, "Unit {Unit}: a handler of writes to {Table} at {Address} threw; the client was answered with exception 04")]
    public static partial void WriteHandlerFailed(ILogger logger, Exception exception, int unit, ModbusTable table, int address);

    [LoggerMessage(201, LogLevel.Warning, "Unit {Unit}: handler {Handler} took {Milliseconds:0} ms over a write to {Table} at {Address}; its client stands still meanwhile; said again when it takes twice as long")]
    public static partial void WriteHandlerSlow(ILogger logger, int unit, string handler, double milliseconds, ModbusTable table, int address);

    [LoggerMessage(202, LogLevel.Error, "Unit {Unit}: the handler of {Function} threw; the client was answered with exception 04")]
    public static partial void FunctionHandlerFailed(ILogger logger, Exception exception, int unit, FunctionCode function);

    [LoggerMessage(203, LogLevel.Warning, "Unit {Unit}: handler {Handler} took {Milliseconds:0} ms over {Function}; its client stands still meanwhile; said again when it takes twice as long")]
    public static partial void FunctionHandlerSlow(ILogger logger, int unit, string handler, double milliseconds, FunctionCode function);

    [LoggerMessage(204, LogLevel.Error, "Unit {Unit}: handler {Handler} made no answer to {Function} that can be sent, {Length} octets; the client was answered with exception 04")]
    public static partial void FunctionAnswerWrong(ILogger logger, int unit, string handler, FunctionCode function, int length);

    [LoggerMessage(205, LogLevel.Debug, "Unit {Unit} was not reached at {Target}, its client was answered with exception 0B: {Reason}")]
    public static partial void ForwardFailed(ILogger logger, int unit, string target, string reason);

    [LoggerMessage(206, LogLevel.Error, "Unit {Unit}: the authorizer of {Function} threw; the client was refused with exception 01")]
    public static partial void AuthorizerFailed(ILogger logger, Exception exception, int unit, FunctionCode function);

    [LoggerMessage(207, LogLevel.Error, "Unit {Unit}: a handler of reads of {Table} at {Address} threw; the client was answered with exception 04")]
    public static partial void ReadHandlerFailed(ILogger logger, Exception exception, int unit, ModbusTable table, int address);

    [LoggerMessage(208, LogLevel.Warning, "Unit {Unit}: handler {Handler} took {Milliseconds:0} ms over a read of {Table} at {Address}; the unit stands still meanwhile; said again when it takes twice as long")]
    public static partial void ReadHandlerSlow(ILogger logger, int unit, string handler, double milliseconds, ModbusTable table, int address);

    [LoggerMessage(210, LogLevel.Warning, "Device {Device} at {Target} does not answer: {Reason}")]
    public static partial void DeviceLost(ILogger logger, string device, string target, string reason);

    [LoggerMessage(211, LogLevel.Information, "Device {Device} at {Target} answers")]
    public static partial void DeviceAnswers(ILogger logger, string device, string target);

    [LoggerMessage(212, LogLevel.Warning, "Device {Device}: reading {Count} of {Table} from {Address} failed: {Reason}")]
    public static partial void BlockFailed(ILogger logger, string device, int count, ModbusTable table, int address, string reason);

    [LoggerMessage(213, LogLevel.Information, "Device {Device}: reading {Count} of {Table} from {Address} works again")]
    public static partial void BlockWorks(ILogger logger, string device, int count, ModbusTable table, int address);

    [LoggerMessage(214, LogLevel.Information, "Device {Device} refuses to read across the gaps in {Count} of {Table} from {Address}: they are read in {Parts} parts from now on")]
    public static partial void BlockSplit(ILogger logger, string device, int count, ModbusTable table, int address, int parts);

    [LoggerMessage(215, LogLevel.Warning, "Device {Device}: a poll took longer than its period of {Period} s; polls left out so far: {Missed}")]
    public static partial void PollOverran(ILogger logger, string device, double period, long missed);

    [LoggerMessage(216, LogLevel.Warning, "Device {Device}: the sink did not take {Dropped} samples of a poll")]
    public static partial void SamplesDropped(ILogger logger, string device, int dropped);
}
