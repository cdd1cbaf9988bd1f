using Busbar.Modbus.Tests.Frames;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Hostile;

/// <summary>Mutated and random PDUs: a unit with everything set up answers each, and a client's check judges each, without an exception.</summary>
public sealed class HostileFunctionTests : IAsyncDisposable
{
    private const int Inputs = 200_000;
    private const int Seed = 20_240_229;

    private readonly ModbusServer _server = new(new() { TimeProvider = new ManualTimeProvider() });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Requests_AreAnsweredOrRefused()
    {
        ModbusUnit unit = UnitWithEverything();
        OctetMutator mutator = Mutator(vector => vector.IsRequest);
        byte[] answer = new byte[ModbusLimits.MaxPduLength];
        byte[] restart = Hex.Parse("08 0001 0000");
        int done = 0;
        for (int i = 0; i < Inputs; i++)
        {
            ReadOnlySpan<byte> pdu = Cut(mutator.Next());
            if (pdu.IsEmpty)
                continue;
            int length = unit.Answer(pdu, answer);
            if (unit.IsListenOnly)
            {
                unit.Answer(restart, answer);
                continue;
            }

            bool isRefused = (answer[0] & ExceptionResponse.Mark) != 0;
            Assert.True(Pdu.Check(answer.AsSpan(0, length), PduDirection.Response, out PduViolation violation), $"input {i} of seed {Seed}: {Hex.Format(pdu)} {violation}");
            if (!isRefused)
            {
                done++;
                Assert.True(ResponseCheck.Violation(pdu, answer.AsSpan(0, length)) is null, $"input {i} of seed {Seed}: {Hex.Format(pdu)}");
            }
        }

        Assert.True(done > 1_000, $"only {done} were no refusals");
    }

    [Fact]
    public void Responses_AreJudged()
    {
        OctetMutator mutator = Mutator(vector => !vector.IsRequest);
        byte[][] requests = [.. ModbusVector.Everything.Where(vector => vector.IsRequest && Pdu.Check(vector.Pdu, PduDirection.Request, out _)).Select(vector => vector.Pdu)];
        var byFunction = requests.GroupBy(request => request[0]).ToDictionary(group => group.Key, group => group.ToArray());
        int refused = 0;
        int taken = 0;
        for (int i = 0; i < Inputs; i++)
        {
            ReadOnlySpan<byte> response = Cut(mutator.Next());
            if (response.IsEmpty)
                continue;
            byte[][] same = byFunction.GetValueOrDefault(response[0], requests);
            byte[] request = same[i % same.Length];
            if (ResponseCheck.Violation(request, response) is null)
                taken++;
            else
                refused++;
        }

        Assert.True(taken > 0 && refused > 0, $"{taken} taken, {refused} refused");
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> octets) => octets[..Math.Min(octets.Length, ModbusLimits.MaxPduLength)];

    private static OctetMutator Mutator(Func<ModbusVector, bool> isWanted) =>
        new([.. ModbusVector.Everything.Where(isWanted).Select(vector => vector.Pdu)], [0, 1, 2, 3, 4, 6, 7, 8, 20, 21, 22, 23, 24, 43, 14, 255], Seed);

    private ModbusUnit UnitWithEverything()
    {
        ModbusUnit unit = _server.AddUnit(1);
        unit.AddFile(1);
        unit.AddFile(4);
        unit.AddFifoQueue(0).TryEnqueue(1);
        unit.SetServerId("id"u8);
        unit.Identification.Set(DeviceObjectId.VendorName, "Busbar");
        unit.Identification.Set(DeviceObjectId.UserApplicationName, new string('x', 244));
        unit.Handle((FunctionCode)65, (request, answer) =>
        {
            request.Pdu.CopyTo(answer);
            return request.Pdu.Length;
        });
        return unit;
    }
}
