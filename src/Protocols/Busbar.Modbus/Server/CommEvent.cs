namespace Busbar.Modbus;

/// <summary>The octets of an event log; MODBUS Application Protocol V1.1b3 §6.10.</summary>
internal static class CommEvent
{
    public const byte Restarted = 0x00;
    public const byte EnteredListenOnlyMode = 0x04;

    private const byte Receive = 0x80;
    private const byte Send = 0x40;
    private const byte Broadcast = 0x40; // of a receive event
    private const byte ListenOnly = 0x20;
    private const byte ReadException = 0x01; // codes 1 to 3
    private const byte AbortException = 0x02; // code 4
    private const byte BusyException = 0x04; // codes 5 and 6
    private const byte NegativeAcknowledge = 0x08; // code 7

    public static byte Received(bool isListening, bool isBroadcast) =>
        (byte)(Receive | (isListening ? ListenOnly : 0) | (isBroadcast ? Broadcast : 0));

    public static byte Sent(ModbusExceptionCode refusal, bool isListening) => (byte)(Send | (isListening ? ListenOnly : 0) | refusal switch
    {
        ModbusExceptionCode.IllegalFunction or ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue => ReadException,
        ModbusExceptionCode.ServerDeviceFailure => AbortException,
        ModbusExceptionCode.Acknowledge or ModbusExceptionCode.ServerDeviceBusy => BusyException,
        ModbusExceptionCode.NegativeAcknowledge => NegativeAcknowledge,
        _ => 0,
    });
}
