using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Busbar.Links;
using Busbar.Modbus;

namespace Busbar.Benchmarks.Modbus;

/// <summary>A thousand ASCII answers of 1 to 20 registers: the codec beside a loop by hand, digit by digit, and beside strings.</summary>
[MemoryDiagnoser]
[BenchmarkCategory("Modbus")]
public class AsciiCodecBenchmarks
{
    private const int Operations = SerialInputs.Operations;

    private readonly byte[] _adu = new byte[AsciiCodec.MaxAduLength];
    private readonly byte[] _binary = new byte[255];
    private byte[] _octets = [];
    private byte[][] _pdus = [];

    [GlobalSetup]
    public void Setup()
    {
        _pdus = SerialInputs.Pdus();
        _octets = SerialInputs.Ascii();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public int DecodeDigitByDigit()
    {
        int sum = 0;
        ReadOnlySpan<byte> rest = _octets;
        while (!rest.IsEmpty && rest[0] == ':')
        {
            int count = 0;
            byte check = 0;
            int at = 1;
            for (; at + 1 < rest.Length && rest[at] != '\r'; at += 2)
            {
                byte octet = (byte)((Digit(rest[at]) << 4) | Digit(rest[at + 1]));
                check += octet;
                _binary[count++] = octet;
            }

            if (check != 0)
                break;
            sum += _binary[0] + _binary[1] + count - 2;
            rest = rest[(at + 2)..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int DecodeStrings()
    {
        int sum = 0;
        foreach (string line in Encoding.ASCII.GetString(_octets.AsSpan()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] octets = Convert.FromHexString(line.AsSpan(1));
            if ((byte)octets.Sum(octet => octet) != 0)
                break;
            sum += octets[0] + octets[1] + octets.Length - 2;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Decode()
    {
        int sum = 0;
        var codec = new AsciiCodec();
        ReadOnlySpan<byte> rest = _octets;
        while (codec.Decode(rest, out ModbusFrame frame) is { Kind: FrameStatusKind.Complete } status)
        {
            sum += frame.Unit + (int)frame.Function + frame.Pdu.Length;
            rest = rest[status.Consumed..];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int EncodeStrings()
    {
        int sum = 0;
        foreach (byte[] pdu in _pdus)
        {
            var text = new StringBuilder(":").Append(SerialInputs.Unit.ToString("X2", CultureInfo.InvariantCulture));
            int check = SerialInputs.Unit;
            foreach (byte octet in pdu)
            {
                text.Append(octet.ToString("X2", CultureInfo.InvariantCulture));
                check += octet;
            }

            text.Append(((byte)-check).ToString("X2", CultureInfo.InvariantCulture)).Append("\r\n");
            sum += Encoding.ASCII.GetBytes(text.ToString(), _adu);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int Encode()
    {
        int sum = 0;
        foreach (byte[] pdu in _pdus)
            sum += AsciiCodec.Encode(_adu, SerialInputs.Unit, pdu);
        return sum;
    }

    private static int Digit(byte character) => character switch
    {
        <= (byte)'9' => character - '0',
        <= (byte)'F' => character - 'A' + 10,
        _ => character - 'a' + 10,
    };
}
