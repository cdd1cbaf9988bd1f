using System.Globalization;
using Busbar.Links;
using Busbar.Modbus.Tests.Frames;

namespace Busbar.Modbus.Tests.Hostile;

/// <summary>
/// Mutated and random octets end in a status, in every framing. Some of them in every run; more with BUSBAR_FUZZ_INPUTS=10000000, and
/// others with BUSBAR_FUZZ_SEED.
/// </summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const int InputsOfEveryRun = 200_000;
    private const int Seed = 20_240_229;

    private readonly byte[] _copy = new byte[ModbusLimits.MaxPduLength];
    private readonly int[] _kinds = new int[4];
    private int _judged;

    [Fact]
    public void Mbap() => Run(
        vector => vector.Tcp, [0, 1, 2, 3, 5, 6, 7, 254, 255], endsAtSilence: false,
        (octets, _) => default(MbapCodec).Decode(octets, out ModbusFrame frame) is var status && Look(status, frame) ? status : default);

    [Fact]
    public void RtuRequests() => RunRtu(PduDirection.Request);

    [Fact]
    public void RtuResponses() => RunRtu(PduDirection.Response);

    [Fact]
    public void Ascii()
    {
        var codec = new AsciiCodec();
        Run(
            vector => vector.Ascii, [.. ":\r\n0123456789ABCDEFabcdef:G "u8], endsAtSilence: true,
            (octets, silent) => (silent ? codec.AtSilence : codec).Decode(octets, out ModbusFrame frame) is var status && Look(status, frame) ? status : default);
    }

    private delegate FrameStatus Decoding(ReadOnlySpan<byte> octets, bool silent);

    private void RunRtu(PduDirection direction)
    {
        var codec = new RtuCodec(direction);
        Run(
            vector => vector.Rtu, [0, 1, 2, 3, 5, 6, 8, 15, 16, 20, 21, 23, 24, 43, 14, 65, 0x83, 247, 255], endsAtSilence: true,
            (octets, silent) => (silent ? codec.AtSilence : codec).Decode(octets, out ModbusFrame frame) is var status && Look(status, frame) ? status : default);
    }

    /// <param name="octetsOf">A vector in this framing.</param>
    /// <param name="interesting">Octets that change most.</param>
    /// <param name="endsAtSilence">Whether a silent line makes an end of what is incomplete.</param>
    /// <param name="decode">The codec.</param>
    private void Run(Func<ModbusVector, byte[]> octetsOf, byte[] interesting, bool endsAtSilence, Decoding decode)
    {
        int inputs = Number("BUSBAR_FUZZ_INPUTS", InputsOfEveryRun);
        int seed = Number("BUSBAR_FUZZ_SEED", Seed);
        byte[][] corpus = [.. ModbusVector.Everything.Select(octetsOf).Where(octets => octets.Length > 0)];
        var mutator = new OctetMutator(corpus, interesting, seed);

        for (int i = 0; i < inputs; i++)
        {
            ReadOnlySpan<byte> octets = mutator.Next();
            try
            {
                Check(octets, endsAtSilence, decode);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}, input {i}: {Convert.ToHexString(octets)}\n{exception}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inputs} inputs, seed {seed}: incomplete {_kinds[0]}, complete {_kinds[1]}, skipped {_kinds[2]}, malformed {_kinds[3]}; {_judged} PDUs kept their rules"));
        Assert.True(_kinds[(int)FrameStatusKind.Complete] > inputs / 4 && _judged > inputs / 8, "hardly any input was a frame");
    }

    private void Check(ReadOnlySpan<byte> octets, bool endsAtSilence, Decoding decode)
    {
        bool silent = false;
        while (!octets.IsEmpty)
        {
            FrameStatus status = decode(octets, silent);
            _kinds[(int)status.Kind]++;
            switch (status.Kind)
            {
                case FrameStatusKind.Malformed:
                    Require(status.Offset < octets.Length && status.Rule is not null, "malformed names an octet and a rule");
                    return;
                case FrameStatusKind.Incomplete when silent:
                    Require(!endsAtSilence, "nothing is incomplete at silence");
                    return;
                case FrameStatusKind.Incomplete:
                    Require(status.Needed == 0 || status.Needed > octets.Length, "what is needed is more than there is");
                    silent = true;
                    continue;
                case FrameStatusKind.Skipped:
                    Require(status.Rule is not null, "what is skipped names a rule");
                    break;
                default:
                    break;
            }

            Require(status.Consumed >= 1 && status.Consumed <= octets.Length, "it moves on within the octets");
            octets = octets[status.Consumed..];
        }
    }

    private bool Look(FrameStatus status, in ModbusFrame frame)
    {
        if (status.Kind != FrameStatusKind.Complete)
        {
            Require(frame.Pdu.IsEmpty, "no frame without one");
            return true;
        }

        Require(frame.Pdu.Length is >= 1 and <= ModbusLimits.MaxPduLength, "a PDU has 1 to 253 octets");
        Judge(frame.Pdu, PduDirection.Request);
        Judge(frame.Pdu, PduDirection.Response);
        return true;
    }

    private void Judge(ReadOnlySpan<byte> pdu, PduDirection direction)
    {
        if (!Pdu.Check(pdu, direction, out PduViolation violation))
        {
            Require(violation.Rule is not null && violation.Offset >= 0 && violation.Offset <= pdu.Length, "a refused PDU names an octet and a rule");
            return;
        }

        _judged++;
        int length = PduCopy.Into(pdu, direction, _copy);
        Require(pdu.SequenceEqual(_copy.AsSpan(0, length)), "what is decoded encodes to the same octets");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException(what);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
