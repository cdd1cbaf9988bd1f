namespace Busbar.Modbus.Tests.Frames;

/// <summary>ADUs of serial lines from their PDUs in hexadecimal digits.</summary>
internal static class Adu
{
    public static byte[] Of(ModbusFraming framing, byte unit, string pdu) => framing == ModbusFraming.Ascii ? Ascii(unit, pdu) : Rtu(unit, pdu);

    public static byte[] Rtu(byte unit, string pdu)
    {
        byte[] adu = new byte[RtuCodec.MaxAduLength];
        return adu[..RtuCodec.Encode(adu, unit, Convert.FromHexString(pdu))];
    }

    private static byte[] Ascii(byte unit, string pdu)
    {
        byte[] adu = new byte[AsciiCodec.MaxAduLength];
        return adu[..AsciiCodec.Encode(adu, unit, Convert.FromHexString(pdu))];
    }
}
