using System.Buffers;
using BenchmarkDotNet.Attributes;
using Busbar.Links;
using Busbar.Modbus;

namespace Busbar.Benchmarks.Modbus;

/// <summary>A thousand answers of 1 to 20 registers, one behind the other: the codec beside a loop by hand and beside a sequence reader.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Modbus")]
public class MbapCodecBenchmarks
{
    internal const int Operations = 1024;
    private byte[] _octets = [];
    private ReadOnlySequence<byte> _sequence;

    [GlobalSetup]
    public void Setup()
    {
        Random random = Inputs.Random();
        var octets = new ArrayBufferWriter<byte>();
        for (int i = 0; i < Operations; i++)
        {
            byte[] pdu = new byte[2 + (2 * random.Next(1, 21))];
            random.NextBytes(pdu);
            pdu[0] = (byte)FunctionCode.ReadHoldingRegisters;
            pdu[1] = (byte)(pdu.Length - 2);
            octets.Advance(MbapCodec.Encode(octets.GetSpan(MbapCodec.MaxAduLength), (ushort)i, 1, pdu));
        }

        _octets = octets.WrittenSpan.ToArray();
        _sequence = new ReadOnlySequence<byte>(_octets);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int ByHand()
    {
        int sum = 0;
        ReadOnlySpan<byte> rest = _octets;
        while (rest.Length >= 7)
        {
            int length = (rest[4] << 8) | rest[5];
            if (length is < 2 or > 254 || rest.Length < 6 + length || (rest[2] | rest[3]) != 0)
                break;
            ReadOnlySpan<byte> pdu = rest[7..(6 + length)];
            sum += ((rest[0] << 8) | rest[1]) + rest[6] + pdu[0] + pdu.Length;
            rest = rest[(6 + length)..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Codec()
    {
        int sum = 0;
        var codec = default(MbapCodec);
        ReadOnlySpan<byte> rest = _octets;
        while (codec.Decode(rest, out ModbusFrame frame) is { Kind: FrameStatusKind.Complete } status)
        {
            sum += frame.TransactionId + frame.Unit + (int)frame.Function + frame.Pdu.Length;
            rest = rest[status.Consumed..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int SequenceReader()
    {
        int sum = 0;
        var reader = new SequenceReader<byte>(_sequence);
        while (reader.TryReadBigEndian(out short transaction) && reader.TryReadBigEndian(out short protocol)
            && reader.TryReadBigEndian(out short length) && reader.TryRead(out byte unit))
        {
            if (length is < 2 or > 254 || protocol != 0 || !reader.TryReadExact(length - 1, out ReadOnlySequence<byte> pdu))
                break;
            sum += (ushort)transaction + unit + pdu.FirstSpan[0] + (int)pdu.Length;
        }

        return sum;
    }

    /// <summary>The registers of each answer, copied in the host's order.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public int CodecAndRegisters()
    {
        int sum = 0;
        var codec = default(MbapCodec);
        ReadOnlySpan<byte> rest = _octets;
        Span<ushort> registers = stackalloc ushort[ModbusLimits.MaxReadRegisters];
        while (codec.Decode(rest, out ModbusFrame frame) is { Kind: FrameStatusKind.Complete } status)
        {
            if (!ReadRegistersResponse.TryDecode(frame.Pdu, out ReadRegistersResponse response))
                break;
            response.CopyTo(registers[..response.Count]);
            sum += registers[0];
            rest = rest[status.Consumed..];
        }

        return sum;
    }
}
