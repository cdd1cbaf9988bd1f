using Busbar.Modbus.Tests.Frames;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Server;

/// <summary>What a unit answers to the functions beside reads and writes of its tables.</summary>
public sealed class ServerFunctionTests : IAsyncDisposable
{
    private readonly RecordingLogger _logger = new();
    private readonly ModbusServer _server;
    private readonly ModbusUnit _unit;

    public ServerFunctionTests()
    {
        _server = new ModbusServer(new() { TimeProvider = new ManualTimeProvider(), Logger = _logger });
        _unit = _server.AddUnit(1, new() { HoldingRegisters = 100 });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    // what was not set up is no function of the unit, whatever the rest says
    [InlineData("11", "91 01")]
    [InlineData("11 00", "91 01")]
    [InlineData("14 07 06 0001 0000 0001", "94 01")]
    [InlineData("15 00", "95 01")]
    [InlineData("18 0000", "98 01")]
    [InlineData("2B 0E 09 00", "AB 01")]
    [InlineData("2B 0D 00", "AB 01")]
    [InlineData("41", "C1 01")]
    // length and value before addresses
    [InlineData("07 00", "87 03")]
    [InlineData("08", "88 03")]
    [InlineData("08 0000", "88 03")]
    [InlineData("0B 00", "8B 03")]
    [InlineData("0C 00", "8C 03")]
    [InlineData("16 FFFF 0000", "96 03")]
    [InlineData("17 FFFF 0000 FFFF 0001 02 0000", "97 03")]
    [InlineData("17 FFFF 007E FFFF 0001 02 0000", "97 03")]
    [InlineData("17 0000 0001 FFFF 0001 04 0000 0000", "97 03")]
    [InlineData("17 0000 0001 0000 007A F4", "97 03")]
    // sub-functions are functions
    [InlineData("08 0005 0000", "88 01")]
    [InlineData("08 0013 0000", "88 01")]
    [InlineData("08 0015 0003", "88 01")]
    [InlineData("08 FFFF 0000", "88 01")]
    [InlineData("08 0001 1234", "88 03")]
    [InlineData("08 000B 0001", "88 03")]
    [InlineData("08 0004 0001", "88 03")]
    // addresses: 100 registers
    [InlineData("16 0063 0000 0000", "16 0063 0000 0000")]
    [InlineData("16 0064 0000 0000", "96 02")]
    [InlineData("17 0064 0001 0000 0001 02 0000", "97 02")]
    [InlineData("17 0000 0001 0064 0001 02 0000", "97 02")]
    // then it is done
    [InlineData("07", "07 00")]
    [InlineData("08 0000 A537", "08 0000 A537")]
    [InlineData("08 0000 A5370102030405", "08 0000 A5370102030405")]
    [InlineData("08 0002 0000", "08 0002 0000")]
    [InlineData("08 0003 2100", "08 0003 2100")]
    [InlineData("08 0014 0000", "08 0014 0000")]
    [InlineData("0B", "0B 0000 0000")]
    public void Request_IsAnsweredInTheOrderOfTheSpecification(string request, string answer) => Answers(request, answer);

    [Fact] // MODBUS Application Protocol V1.1b3 §6.16, the worked example
    public void MaskWrite_KeepsAndSetsBits_AndIsTold()
    {
        var changes = new List<string>();
        _unit.OnWrite(change => changes.Add(change.ToString()));
        _unit.HoldingRegisters[4] = 0x12;

        Answers("16 0004 00F2 0025", "16 0004 00F2 0025");

        Assert.Equal(0x17, _unit.HoldingRegisters[4]);
        Assert.Equal(["unit 1: HoldingRegisters from 4 = 23"], changes);
    }

    [Fact]
    public void ReadWrite_WritesFirst()
    {
        _unit.HoldingRegisters.Write(0, [(ushort)1, (ushort)2, (ushort)3, (ushort)4]);

        Answers("17 0000 0004 0001 0002 04 000A 000B", "17 08 0001 000A 000B 0004");
    }

    [Fact]
    public void ReadWrite_RefusedForEitherRange_ChangesNothing()
    {
        Answers("17 0063 0002 0000 0001 02 0007", "97 02");
        Answers("17 0000 0001 0063 0002 04 0007 0007", "97 02");

        Assert.Equal((0, 0), (_unit.HoldingRegisters[0], _unit.HoldingRegisters[0x63]));
    }

    [Fact] // §6.18, the worked example
    public void Fifo_IsReadOldestFirst_AndKept()
    {
        ModbusFifoQueue queue = _unit.AddFifoQueue(0x04DE);
        queue.TryEnqueue(0x01B8);
        queue.TryEnqueue(0x1284);

        Answers("18 04DE", "18 0006 0002 01B8 1284");
        Answers("18 04DE", "18 0006 0002 01B8 1284");
        Answers("18 04DF", "98 02");
        Answers("18 04", "98 03");
        Assert.True(queue.TryDequeue(out ushort oldest));
        Assert.Equal((0x01B8, 1), (oldest, queue.Count));
    }

    [Fact]
    public void Fifo_OfMoreThanAnAnswerTakes_IsRefused()
    {
        ModbusFifoQueue queue = _unit.AddFifoQueue(7, capacity: 32);
        for (ushort i = 0; i < 32; i++)
            Assert.True(queue.TryEnqueue(i));

        Assert.False(queue.TryEnqueue(32));
        Answers("18 0007", "98 03");
        queue.TryDequeue(out _);
        Assert.Equal(5 + 62, Ask("18 0007").Length);
        queue.Clear();
        Answers("18 0007", "18 0002 0000");
    }

    [Fact] // §6.14 and §6.15, the worked examples
    public void Files_AreReadAndWrittenInGroups()
    {
        ModbusFile third = _unit.AddFile(3);
        _unit.AddFile(4, records: 10).Write(1, [0x0DFE, 0x0020]);
        third.Write(9, [0x33CD, 0x0040]);

        Answers("14 0E 06 0004 0001 0002 06 0003 0009 0002", "14 0C 05 06 0DFE 0020 05 06 33CD 0040");
        Answers("15 0D 06 0004 0007 0003 06AF 04BE 100D", "15 0D 06 0004 0007 0003 06AF 04BE 100D");
        Answers("14 07 06 0004 0007 0003", "14 08 07 06 06AF 04BE 100D");
    }

    [Theory]
    [InlineData("14 07 06 0004 0009 0002", "94 02")] // behind its last record
    [InlineData("14 07 06 0005 0000 0001", "94 02")] // no such file
    [InlineData("14 07 05 0004 0000 0001", "94 02")] // no such reference type
    [InlineData("14 07 06 0004 2710 0001", "94 02")] // no such record
    [InlineData("14 06 06 0004 0000 00", "94 03")]
    [InlineData("14 07 06 0004 0000 0000", "94 03")]
    [InlineData("15 12 06 0004 0000 0001 0007 06 0004 000A 0001 0007", "95 02")] // its second group
    [InlineData("15 09 06 0004 0000 0002 0007", "95 03")]
    public void Files_Refused_ChangeNothing(string request, string answer)
    {
        ModbusFile file = _unit.AddFile(4, records: 10);

        Answers(request, answer);

        ushort[] records = new ushort[10];
        file.Read(0, records);
        Assert.Equal(new ushort[10], records);
    }

    [Fact]
    public void ServerId_IsReportedWithItsRunIndicator()
    {
        _unit.SetServerId([0x42, 0x43], "x"u8);

        Answers("11", "11 04 4243 FF 78");
        _unit.IsRunning = false;
        Answers("11", "11 04 4243 00 78");
        Answers("11 00", "91 03");
    }

    [Fact]
    public void ExceptionStatusAndDiagnosticRegister_AreTheUsers()
    {
        _unit.ExceptionStatus = 0x6D;
        _unit.DiagnosticRegister = 0x1234;

        Answers("07", "07 6D");
        Answers("08 0002 0000", "08 0002 1234");
        Answers("08 000A 0000", "08 000A 0000");
        Answers("08 0002 0000", "08 0002 0000");
    }

    [Fact]
    public void Identification_IsAStreamByItsCode_AndOneObject()
    {
        _unit.Identification.Set(DeviceObjectId.VendorName, "ab");
        _unit.Identification.Set(DeviceObjectId.MajorMinorRevision, "1");
        Answers("2B 0E 03 00", "2B 0E 03 81 00 00 03 00 02 6162 01 00 02 01 31");

        _unit.Identification.Set(DeviceObjectId.ModelName, "m");
        Answers("2B 0E 01 00", "2B 0E 01 82 00 00 03 00 02 6162 01 00 02 01 31");
        Answers("2B 0E 02 02", "2B 0E 02 82 00 00 02 02 01 31 05 01 6D");
        Answers("2B 0E 04 05", "2B 0E 04 82 00 00 01 05 01 6D");

        _unit.Identification.Set((DeviceObjectId)0x80, [0xFF]);
        Answers("2B 0E 03 05", "2B 0E 03 83 00 00 02 05 01 6D 80 01 FF");
        Answers("2B 0E 02 05", "2B 0E 02 83 00 00 01 05 01 6D");
    }

    [Theory]
    [InlineData("2B 0E 00 00", "AB 03")]
    [InlineData("2B 0E 05 00", "AB 03")]
    [InlineData("2B 0E 01", "AB 03")]
    [InlineData("2B", "AB 03")]
    [InlineData("2B 0E 04 07", "AB 02")] // no such object
    [InlineData("2B 0E 01 07", "2B 0E 01 81 00 00 03 00 01 61 01 00 02 00")] // begins anew
    [InlineData("2B 0E 02 FF", "2B 0E 02 81 00 00 03 00 01 61 01 00 02 00")]
    public void Identification_OfWhatIsNotThere(string request, string answer)
    {
        _unit.Identification.Set(DeviceObjectId.VendorName, "a");

        Answers(request, answer);
    }

    [Fact]
    public void Identification_WithoutIndividualAccess_GivesNoSingleObject()
    {
        _unit.Identification.Set(DeviceObjectId.VendorName, "a");
        _unit.Identification.AllowsIndividualAccess = false;

        Answers("2B 0E 04 00", "AB 03");
        Assert.Equal(0x01, _unit.Identification.ConformityLevel);
    }

    [Fact]
    public void Identification_LongerThanAnAnswer_GoesOnWhereItStopped()
    {
        for (byte id = 0; id < 3; id++)
            _unit.Identification.Set((DeviceObjectId)id, new string((char)('a' + id), 120));

        byte[] first = Ask("2B 0E 01 00");
        byte[] second = Ask("2B 0E 01 02");

        Assert.Equal("2B 0E 01 81 FF 02 02 00 78", Hex.Format(first.AsSpan(0, 9)));
        Assert.Equal("2B 0E 01 81 00 00 01 02 78", Hex.Format(second.AsSpan(0, 9)));
    }

    [Fact]
    public void Counters_AreReal_AndCleared()
    {
        Answers("06 0000 0001", "06 0000 0001");
        Answers("06 0064 0001", "86 02");
        Answers("0B", "0B 0000 0001"); // the write; neither the exception nor this
        Answers("08 000D 0000", "08 000D 0001");
        Answers("08 000E 0000", "08 000E 0005"); // itself included
        Answers("08 000F 0000", "08 000F 0000");
        Answers("08 000A 0000", "08 000A 0000");
        Answers("08 000D 0000", "08 000D 0000");
        Answers("08 000E 0000", "08 000E 0002");
        Answers("0B", "0B 0000 0002");
    }

    [Fact]
    public void EventLog_HoldsTheNewestFirst_AtMost64()
    {
        Ask("06 0000 0001");
        Ask("06 0064 0001");

        Answers("0C", "0C 0B 0000 0001 0000 80 41 80 40 80"); // its own arrival first
        for (int i = 0; i < 40; i++)
            Ask("03 0000 0001");
        Assert.Equal(8 + 64, Ask("0C").Length);
    }

    [Fact]
    public void ListenOnly_AnswersNothing_UntilCommunicationsRestart()
    {
        Answers("08 0004 0000", "");
        Answers("06 0000 0007", "");
        Assert.True(_unit.IsListenOnly);
        Assert.Equal(0, _unit.HoldingRegisters[0]);
        Assert.Equal((2, 2), (_unit.Statistics.Messages, _unit.Statistics.NoResponses));

        Answers("08 0001 0000", ""); // it restarts, and does not say so
        Assert.False(_unit.IsListenOnly);
        Answers("08 000F 0000", "08 000F 0000");
        Answers("0C", "0C 11 0000 0001 0000 80 40 80 00 60 A0 60 A0 04 40 80");
    }

    [Fact]
    public void Restart_WithClearing_LeavesItsOwnEventAlone()
    {
        Ask("06 0000 0001");

        Answers("08 0001 FF00", "08 0001 FF00");

        Answers("0C", "0C 08 0000 0000 0000 80 00");
    }

    [Fact]
    public void UserFunction_IsAnsweredByItsHandler()
    {
        _unit.Handle((FunctionCode)65, (request, answer) =>
        {
            request.Pdu[1..].CopyTo(answer[1..]);
            answer[1..request.Pdu.Length].Reverse();
            return request.Pdu.Length;
        });
        _unit.Handle((FunctionCode)100, (request, answer) => request.Refuse(answer, ModbusExceptionCode.ServerDeviceBusy));
        _unit.Handle((FunctionCode)66, (_, _) => 0);
        _unit.Handle(MeiType.CanopenGeneralReference, (request, answer) =>
        {
            answer[2] = request.Pdu[2];
            return 3;
        });

        Answers("41 01 02 03", "41 03 02 01");
        Answers("64", "E4 06");
        Answers("42", "");
        Answers("2B 0D 77", "2B 0D 77");
        Answers("08 0011 0000", "08 0011 0001"); // it was busy once
    }

    [Fact]
    public void UserFunction_ThatThrowsOrAnswersWhatCannotBeSent_IsAFailureOfTheDevice()
    {
        _unit.Handle((FunctionCode)65, (_, _) => throw new InvalidOperationException("no"));
        _unit.Handle((FunctionCode)66, (_, _) => 254);
        _unit.Handle((FunctionCode)67, (_, answer) =>
        {
            answer[0] = 3;
            return 1;
        });

        Answers("41", "C1 04");
        Answers("42", "C2 04");
        Answers("43", "C3 04");
        _unit.Handle((FunctionCode)67, (_, answer) =>
        {
            answer[0] |= ExceptionResponse.Mark;
            return 1; // without a code
        });
        Answers("43", "C3 04");
        Assert.Equal(4, _logger.Entries.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(43)]
    [InlineData(128)]
    public void Handle_OfWhatTheServerHas_Throws(byte function) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _unit.Handle((FunctionCode)function, (_, _) => 0));

    [Fact]
    public void Access_IsHeld_ForClientsAlone()
    {
        _unit.SetAccess(ModbusTable.HoldingRegisters, 10, 10, ModbusAccess.ReadOnly);
        _unit.SetAccess(ModbusTable.HoldingRegisters, 30, 1, ModbusAccess.None);
        _unit.SetAccess(ModbusTable.Coils, 5, 1, ModbusAccess.ReadOnly);
        _unit.HoldingRegisters[10] = 7;

        Answers("06 0009 0001", "06 0009 0001");
        Answers("06 000A 0001", "86 02");
        Answers("10 0009 0002 04 0001 0001", "90 02");
        Answers("16 0013 0000 0000", "96 02");
        Answers("17 000A 0001 0014 0001 02 0009", "17 02 0007");
        Answers("17 0000 0001 0013 0001 02 0009", "97 02");
        Answers("03 001D 0003", "83 02");
        Answers("05 0005 FF00", "85 02");
        Answers("0F 0000 0006 01 3F", "8F 02");
        _unit.SetAccess(ModbusTable.HoldingRegisters, 0, 100, ModbusAccess.ReadWrite);
        Answers("06 000A 0001", "06 000A 0001");
    }

    [Fact]
    public void Writes_AreToldWithoutACopy()
    {
        int seen = 0;
        _unit.OnWrite((in ModbusWrite write) => seen += write.Table == ModbusTable.Coils ? (write.Coil(1) ? 1 : 0) : write.Register(1));
        byte[] answer = new byte[ModbusLimits.MaxPduLength];
        byte[] registers = Hex.Parse("10 0009 0002 04 0001 0002");
        byte[] coils = Hex.Parse("0F 0009 0002 01 02");

        long bytes = Allocations.OfThisThread(() =>
        {
            _unit.Answer(registers, answer);
            _unit.Answer(coils, answer);
        });

        Assert.Equal(0, bytes);
        Assert.True(seen >= 33_000);
    }

    [Fact]
    public void Requests_OfAllFunctions_AllocateNothing()
    {
        EverythingIsThere();
        byte[] answer = new byte[ModbusLimits.MaxPduLength];
        byte[][] requests = [.. new[]
        {
            "07", "08 0000 1234", "08 000B 0000", "0B", "0C", "11", "14 07 06 0001 0000 0002", "15 09 06 0001 0000 0001 0007",
            "16 0000 0001 0002", "17 0000 0002 0001 0001 02 0007", "18 0000", "2B 0E 01 00", "2B 0E 04 00",
        }.Select(Hex.Parse)];

        long bytes = Allocations.OfThisThread(() =>
        {
            foreach (byte[] request in requests)
                _unit.Answer(request, answer);
        });

        Assert.Equal(0, bytes);
    }

    [Fact]
    public void RequestVectors_AreAnsweredWithWhatAClientTakes()
    {
        EverythingIsThere();
        byte[] answer = new byte[ModbusLimits.MaxPduLength];
        int answered = 0;
        foreach (ModbusVector vector in ModbusVector.Everything.Where(vector => vector.IsRequest))
        {
            int length = _unit.Answer(vector.Pdu, answer);
            if (_unit.IsListenOnly)
                _unit.Answer(Hex.Parse("08 0001 0000"), answer);
            else if ((answer[0] & ExceptionResponse.Mark) != 0)
                Assert.True(ExceptionResponse.TryDecode(answer.AsSpan(0, length), out _), vector.Name);
            else
                Assert.True(ResponseCheck.Violation(vector.Pdu, answer.AsSpan(0, length)) is null, vector.Name);
            answered += length;
        }

        Assert.True(answered > 0);
    }

    private void EverythingIsThere()
    {
        _unit.AddFile(1);
        _unit.AddFile(4);
        _unit.AddFifoQueue(0).TryEnqueue(1);
        _unit.SetServerId("id"u8);
        _unit.Identification.Set(DeviceObjectId.VendorName, "Busbar");
    }

    private void Answers(string request, string answer) => Assert.Equal(Hex.Format(Hex.Parse(answer)), Hex.Format(Ask(request)));

    private byte[] Ask(string request)
    {
        byte[] answer = new byte[ModbusLimits.MaxPduLength];
        return answer[.._unit.Answer(Hex.Parse(request), answer)];
    }
}
