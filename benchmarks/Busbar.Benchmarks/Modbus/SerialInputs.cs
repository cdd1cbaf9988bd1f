using System.Buffers;
using Busbar.Modbus;

namespace Busbar.Benchmarks.Modbus;

/// <summary>A thousand answers of 1 to 20 registers, one behind the other, as serial lines carry them; the same PDUs as in <see cref="MbapCodecBenchmarks"/>.</summary>
internal static class SerialInputs
{
    public const int Operations = MbapCodecBenchmarks.Operations;
    public const byte Unit = 1;

    public static byte[][] Pdus()
    {
        Random random = Inputs.Random();
        return [.. Enumerable.Range(0, Operations).Select(_ => Pdu(random))];
    }

    public static byte[] Rtu() => Joined(static (adu, pdu) => RtuCodec.Encode(adu, Unit, pdu));

    public static byte[] Ascii() => Joined(static (adu, pdu) => AsciiCodec.Encode(adu, Unit, pdu));

    private static byte[] Joined(Func<byte[], byte[], int> encode)
    {
        var octets = new ArrayBufferWriter<byte>();
        byte[] adu = new byte[AsciiCodec.MaxAduLength];
        foreach (byte[] pdu in Pdus())
            octets.Write(adu.AsSpan(0, encode(adu, pdu)));
        return octets.WrittenSpan.ToArray();
    }

    private static byte[] Pdu(Random random)
    {
        byte[] pdu = new byte[2 + (2 * random.Next(1, 21))];
        random.NextBytes(pdu);
        pdu[0] = (byte)FunctionCode.ReadHoldingRegisters;
        pdu[1] = (byte)(pdu.Length - 2);
        return pdu;
    }
}
