using BenchmarkDotNet.Attributes;
using Busbar.Links;
using Busbar.Modbus;

namespace Busbar.Benchmarks.Modbus;

/// <summary>A thousand RTU answers of 1 to 20 registers: the codec beside a loop by hand whose CRC is shifted bit by bit, and one whose CRC is looked up octet by octet.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Modbus")]
public class RtuCodecBenchmarks
{
    private const int Operations = SerialInputs.Operations;
    private static readonly ushort[] Table = [.. Enumerable.Range(0, 256).Select(octet => BitByBit(0, (byte)octet))];

    private readonly byte[] _adu = new byte[RtuCodec.MaxAduLength];
    private byte[] _octets = [];
    private byte[][] _pdus = [];

    [GlobalSetup]
    public void Setup()
    {
        _pdus = SerialInputs.Pdus();
        _octets = SerialInputs.Rtu();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int DecodeBitByBit()
    {
        int sum = 0;
        ReadOnlySpan<byte> rest = _octets;
        while (rest.Length >= 5)
        {
            int length = 5 + rest[2];
            if (rest.Length < length)
                break;
            ushort crc = 0xFFFF;
            foreach (byte octet in rest[..(length - 2)])
                crc = BitByBit(crc, octet);
            if (crc != (rest[length - 2] | (rest[length - 1] << 8)))
                break;
            sum += rest[0] + rest[1] + length - 3;
            rest = rest[length..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int DecodeOctetByOctet()
    {
        int sum = 0;
        ReadOnlySpan<byte> rest = _octets;
        while (rest.Length >= 5)
        {
            int length = 5 + rest[2];
            if (rest.Length < length)
                break;
            ushort crc = 0xFFFF;
            foreach (byte octet in rest[..(length - 2)])
                crc = (ushort)((crc >> 8) ^ Table[(crc ^ octet) & 0xFF]);
            if (crc != (rest[length - 2] | (rest[length - 1] << 8)))
                break;
            sum += rest[0] + rest[1] + length - 3;
            rest = rest[length..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Decode()
    {
        int sum = 0;
        var codec = new RtuCodec(PduDirection.Response);
        ReadOnlySpan<byte> rest = _octets;
        while (codec.Decode(rest, out ModbusFrame frame) is { Kind: FrameStatusKind.Complete } status)
        {
            sum += frame.Unit + (int)frame.Function + frame.Pdu.Length;
            rest = rest[status.Consumed..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int EncodeBitByBit()
    {
        int sum = 0;
        foreach (byte[] pdu in _pdus)
        {
            _adu[0] = SerialInputs.Unit;
            pdu.CopyTo(_adu, 1);
            ushort crc = 0xFFFF;
            foreach (byte octet in _adu.AsSpan(0, 1 + pdu.Length))
                crc = BitByBit(crc, octet);
            _adu[1 + pdu.Length] = (byte)crc;
            _adu[2 + pdu.Length] = (byte)(crc >> 8);
            sum += crc;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Encode()
    {
        int sum = 0;
        foreach (byte[] pdu in _pdus)
            sum += RtuCodec.Encode(_adu, SerialInputs.Unit, pdu);
        return sum;
    }

    private static ushort BitByBit(ushort crc, byte octet)
    {
        crc ^= octet;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? (ushort)((crc >> 1) ^ 0xA001) : (ushort)(crc >> 1);
        return crc;
    }
}
