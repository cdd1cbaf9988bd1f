using Busbar.Generators.Tests.Harness;

namespace Busbar.Generators.Tests.Registers;

/// <summary>Maps that were generated and compiled, against a server on loopback.</summary>
public sealed class RegisterMapRuntimeTests
{
    /// <summary>A server, a client of it, and what was written to it.</summary>
    private const string Device = """
        using System.Globalization;
        using System.Linq;
        using System.Net;
        using Busbar;
        using Busbar.Modbus;

        public sealed class Device : IAsyncDisposable
        {
            private readonly ModbusServer _server = new();
            private readonly List<string> _writes = new();

            public ModbusUnit Unit { get; private set; } = null!;
            public ModbusClient Client { get; private set; } = null!;
            public Action? Written { get; set; }
            public string Writes { get { lock (_writes) { string all = string.Join(" | ", _writes); _writes.Clear(); return all; } } }
            public long Requests => Client.Statistics.Requests;

            public static async Task<Device> StartAsync(int registers = 65536)
            {
                var device = new Device();
                device.Unit = device._server.AddUnit(1, new ModbusUnitOptions { HoldingRegisters = registers, Coils = registers });
                device.Unit.OnWrite(change =>
                {
                    lock (device._writes)
                        device._writes.Add($"{change.Table} {change.Address}: " + string.Join(",", change.Table == ModbusTable.Coils ? change.Coils.ToArray().Select(coil => coil ? "on" : "off") : change.Registers.ToArray().Select(register => register.ToString(CultureInfo.InvariantCulture))));
                    device.Written?.Invoke();
                });
                await device._server.ListenAsync(IPEndPoint.Parse("127.0.0.1:0"));
                device.Client = await ModbusClient.ConnectAsync("127.0.0.1", device._server.LocalEndPoint!.Port, new ModbusClientOptions { MaxInFlight = 16 });
                return device;
            }

            public static string Text(FormattableString text) => FormattableString.Invariant(text);

            public static string Thrown(Action action)
            {
                try { action(); } catch (Exception exception) { return exception.GetType().Name + ": " + exception.Message.Split(" (Parameter")[0]; }
                return "nothing";
            }

            public static async Task<string> ThrownAsync(Func<ValueTask> action)
            {
                try { await action(); } catch (Exception exception) { return exception.GetType().Name + ": " + exception.Message; }
                return "nothing";
            }

            public async ValueTask DisposeAsync() { await Client.DisposeAsync(); await _server.DisposeAsync(); }
        }
        """;

    [Fact]
    public async Task Meter_IsReadWithTheFewestRequests_AndWritesWhatChanged()
    {
        string[] said = await RunAsync(
            """
            [RegisterMap(Order = RegisterOrder.ABCD)]
            public sealed partial class Meter
            {
                [Input(0, EngineeringUnit = "V")]                         public partial float VoltageL1 { get; }
                [Input(12, EngineeringUnit = "W")]                        public partial float Power { get; }
                [Holding(100, As = RegisterType.Int16, Scale = 0.1)]      public partial double Setpoint { get; set; }
                [Coil(3)]                                                 public partial bool Enabled { get; set; }
            }
            """,
            """
            device.Unit.InputRegisters.Write(0, 230.1f);
            device.Unit.InputRegisters.Write(12, -1500f);
            device.Unit.HoldingRegisters.Write(100, (short)3);
            device.Unit.Coils[3] = true;
            var meter = new Meter();
            said.Add($"{meter.ReadAt is null}");
            await meter.ReadAsync(device.Client, unit: 1);
            said.Add(Device.Text($"{meter.VoltageL1} {meter.Power} {meter.Setpoint:R} {meter.Enabled} {meter.ReadAt is not null} requests {device.Requests}"));
            meter.Setpoint = 22.54;
            said.Add(Device.Text($"{meter.Setpoint:R} {meter.HasChanges}"));
            await meter.ReadAsync(device.Client, unit: 1);
            said.Add(Device.Text($"{meter.Setpoint:R}"));
            await meter.WriteChangesAsync(device.Client, unit: 1);
            said.Add(device.Writes + $" {meter.HasChanges}");
            await meter.WriteChangesAsync(device.Client, unit: 1);
            said.Add(device.Writes);
            meter.Setpoint = -0.3;
            meter.DiscardChanges();
            await meter.ReadAsync(device.Client, unit: 1);
            said.Add(Device.Text($"{meter.Setpoint:R}"));
            """);

        Assert.Equal(["True", "230.1 -1500 0.3 True True requests 3", "22.5 True", "22.5", "HoldingRegisters 100: 225 False", "", "22.5"], said);
    }

    [Theory]
    [InlineData("ABCD")]
    [InlineData("CDAB")]
    [InlineData("BADC")]
    [InlineData("DCBA")]
    public async Task EveryType_InEveryOrder_IsReadAndWritten(string order)
    {
        string[] said = await RunAsync(
            $$"""
            [RegisterMap(Order = RegisterOrder.{{order}})]
            public sealed partial class Map
            {
                [Holding(0)] public partial short A { get; set; }
                [Holding(1)] public partial ushort B { get; set; }
                [Holding(2)] public partial int C { get; set; }
                [Holding(4)] public partial uint D { get; set; }
                [Holding(6)] public partial long E { get; set; }
                [Holding(10)] public partial ulong F { get; set; }
                [Holding(14)] public partial float G { get; set; }
                [Holding(16)] public partial double H { get; set; }
                [Holding(20, As = RegisterType.Int64, Scale = 0.001)] public partial decimal I { get; set; }
                [Holding(24, As = RegisterType.Int32, Length = 2)] public partial long[] J { get; set; }
                [Holding(28, Length = 3)] public partial string K { get; set; }
                [Holding(31, Bit = 9)] public partial bool L { get; set; }
            }
            """,
            $$"""
            const RegisterOrder Order = RegisterOrder.{{order}};
            var held = device.Unit.HoldingRegisters;
            held.Write(0, (short)-2, Order); held.Write(1, (ushort)0xFEDC, Order); held.Write(2, -123456789, Order); held.Write(4, 0xFEDCBA98, Order);
            held.Write(6, long.MinValue + 1, Order); held.Write(10, ulong.MaxValue - 2, Order); held.Write(14, -1.5e-3f, Order); held.Write(16, Math.PI, Order);
            held.Write(20, -1234567L, Order); held.Write(24, int.MinValue, Order); held.Write(26, 7, Order);
            held.Write(28, [0x4275, 0x7362, 0x2000]); held.Write(31, (ushort)0x0200, Order);
            var one = new Map();
            await one.ReadAsync(device.Client, 1);
            said.Add(Device.Text($"{one.A} {one.B:X} {one.C} {one.D:X} {one.E} {one.F} {one.G} {one.H:R} {one.I} {one.J[0]} {one.J[1]} {one.K} {one.L} in {device.Requests}"));

            ushort[] before = new ushort[32];
            held.Read(0, before);
            var other = new Map { A = one.A, B = one.B, C = one.C, D = one.D, E = one.E, F = one.F, G = one.G, H = one.H, I = one.I, J = one.J, K = one.K };
            held.Write(0, new ushort[31]);
            await other.WriteChangesAsync(device.Client, 1);
            ushort[] after = new ushort[32];
            held.Read(0, after);
            said.Add($"{before.AsSpan(0, 30).SequenceEqual(after.AsSpan(0, 30))} {after[30]:X} in {device.Requests}");
            one.L = false;
            await one.WriteChangesAsync(device.Client, 1);
            said.Add($"{held.Read<ushort>(31, Order):X}");
            """);

        Assert.Equal(["-2 FEDC -123456789 FEDCBA98 -9223372036854775807 18446744073709551613 -0.0015 3.141592653589793 -1234.567 -2147483648 7 Busb True in 1", "True 0 in 2", "0"], said);
    }

    [Fact]
    public async Task BitFields_AreWrittenWithTheRestOfTheirRegister_AsLastRead()
    {
        string[] said = await RunAsync(
            """
            public enum Mode : ushort { Off, Local, Remote }

            [RegisterMap]
            public sealed partial class Map
            {
                [Holding(5, Bit = 0)] public partial bool Run { get; set; }
                [Holding(5, Bit = 4, Bits = 3)] public partial Mode Mode { get; set; }
                [Holding(5, Bit = 15)] public partial bool Fault { get; }
                [Holding(5, Overlaps = true)] public partial ushort All { get; }
            }
            """,
            """
            device.Unit.HoldingRegisters[5] = 0x8F0E;
            var map = new Map { Run = true };
            said.Add(await Device.ThrownAsync(() => map.WriteChangesAsync(device.Client, 1)));
            said.Add($"{map.HasChanges} {device.Requests}");
            await map.ReadAsync(device.Client, 1);
            said.Add($"{map.Run} {map.Mode} {map.Fault} {map.All:X}");
            await map.WriteChangesAsync(device.Client, 1);
            map.Mode = Mode.Remote;
            await map.WriteChangesAsync(device.Client, 1);
            said.Add(device.Writes);
            said.Add(Device.Thrown(() => map.Mode = (Mode)8));
            await map.ReadAsync(device.Client, 1);
            said.Add($"{map.Run} {map.Mode} {map.HasChanges}");
            """);

        Assert.Equal(
            [
                "InvalidOperationException: Holding register 5 was never read: its bit fields are written with the rest of the register as last read, so read the map before.",
                "True 0",
                "True Off True 8F0E",
                $"HoldingRegisters 5: {0x8F0F} | HoldingRegisters 5: {0x8F2F}",
                "ArgumentOutOfRangeException: Mode takes 0 to 7 in its registers.",
                "True Remote False",
            ],
            said);
    }

    [Fact]
    public async Task Changes_SideBySide_GoInOneRequest_AndNeverBeyondTheLimits()
    {
        string[] said = await RunAsync(
            """
            [RegisterMap]
            public sealed partial class Map
            {
                [Holding(0)] public partial ushort A { get; set; }
                [Holding(1)] public partial float B { get; set; }
                [Holding(3)] public partial ushort C { get; set; }
                [Holding(5)] public partial ushort D { get; set; }
                [Holding(1000, Length = 100)] public partial ushort[] E { get; set; }
                [Holding(1100, Length = 23)] public partial ushort[] F { get; set; }
                [Holding(1123)] public partial ushort G { get; set; }
                [Coil(0)] public partial bool H { get; set; }
                [Coil(1)] public partial bool I { get; set; }
                [Coil(3)] public partial bool J { get; set; }
            }
            """,
            """
            var map = new Map { A = 1, B = 0, C = 2, D = 3, E = new ushort[100], F = new ushort[23], G = 4, H = true, J = true };
            map.I = false;
            await map.WriteChangesAsync(device.Client, 1);
            said.Add(string.Join(" | ", device.Writes.Split(" | ").Select(write => write.Length > 50 ? write.Split(':')[0] + ": " + write.Split(',').Length + " registers" : write)));
            map.A = 9;
            map.C = 8;
            await map.WriteChangesAsync(device.Client, 1);
            said.Add(device.Writes);
            """);

        Assert.Equal(
            [
                "Coils 0: on,off | Coils 3: on | HoldingRegisters 0: 1,0,0,2 | HoldingRegisters 5: 3 | HoldingRegisters 1000: 123 registers | HoldingRegisters 1123: 4",
                "HoldingRegisters 0: 9 | HoldingRegisters 3: 8",
            ],
            said);
    }

    [Fact]
    public async Task RefusedChange_HoldsUpNoOther_AndStaysPending_WithTheFunctionOfItsCount()
    {
        string[] said = await RunAsync(
            """
            [RegisterMap]
            public sealed partial class Map
            {
                [Coil(20)] public partial bool A { get; set; }
                [Coil(30, Length = 2)] public partial bool[] B { get; set; }
                [Holding(5)] public partial ushort C { get; set; }
                [Holding(20)] public partial ushort D { get; set; }
                [Holding(30)] public partial uint E { get; set; }
            }
            """,
            """
            foreach (Func<Map> make in new Func<Map>[] { () => new Map { A = true, C = 1 }, () => new Map { B = [true, true], C = 2 }, () => new Map { D = 1, C = 3 }, () => new Map { E = 1, C = 4 } })
            {
                Map map = make();
                said.Add(await Device.ThrownAsync(() => map.WriteChangesAsync(device.Client, 1)) + $" {device.Writes} {map.HasChanges}");
                said.Add(await Device.ThrownAsync(() => map.WriteChangesAsync(device.Client, 1)) + $" {device.Writes}");
            }
            """, registers: 10);

        string[] refusals = ["WriteSingleCoil at 20", "WriteMultipleCoils at 30", "WriteSingleRegister at 20", "WriteMultipleRegisters at 30"];
        Assert.Equal(
            refusals.SelectMany((refusal, index) => new[]
            {
                $"ModbusServerException: Unit 1 refused {refusal}: IllegalDataAddress (02). HoldingRegisters 5: {index + 1} True",
                $"ModbusServerException: Unit 1 refused {refusal}: IllegalDataAddress (02). ",
            }),
            said);
    }

    [Fact]
    public async Task Change_MadeWhileItIsWritten_StaysPending()
    {
        string[] said = await RunAsync(
            """
            [RegisterMap]
            public sealed partial class Map
            {
                [Holding(0)] public partial ushort A { get; set; }
                [Holding(1, Bit = 0)] public partial bool B { get; set; }
                [Holding(1, Bit = 1)] public partial bool C { get; set; }
            }
            """,
            """
            var map = new Map();
            await map.ReadAsync(device.Client, 1);
            map.A = 1; map.B = true; map.C = true;
            device.Written = () => { map.A = 2; map.B = false; };
            await map.WriteChangesAsync(device.Client, 1);
            device.Written = null;
            said.Add($"{device.Writes} {map.HasChanges} {map.A} {map.B}");
            await map.ReadAsync(device.Client, 1);
            said.Add($"{map.A} {map.B} {map.C}");
            await map.WriteChangesAsync(device.Client, 1);
            said.Add($"{device.Writes} {map.HasChanges}");
            """);

        Assert.Equal(["HoldingRegisters 0: 1,3 True 2 False", "2 False True", "HoldingRegisters 0: 2,2 False"], said);
    }

    [Fact]
    public async Task Write_ThatIsGivenUp_LeavesItsChanges_AndBeginsNoOther()
    {
        string[] said = await RunAsync(
            "[RegisterMap] public sealed partial class Map { [Holding(0)] public partial ushort A { get; set; } [Holding(9)] public partial ushort B { get; set; } }",
            """
            var map = new Map { A = 1, B = 2 };
            using var cancelling = new CancellationTokenSource();
            using var ended = new ManualResetEventSlim();
            device.Written = () => { cancelling.Cancel(); ended.Wait(TimeSpan.FromSeconds(30)); }; // the answer comes when nobody waits for it
            said.Add((await Device.ThrownAsync(() => map.WriteChangesAsync(device.Client, 1, cancelling.Token))).Split(':')[0]);
            device.Written = null;
            ended.Set();
            said.Add($"{device.Writes} {map.HasChanges}");
            await map.ReadAsync(device.Client, 1);
            said.Add($"{map.A} {map.B}");
            await map.WriteChangesAsync(device.Client, 1);
            said.Add($"{device.Writes} {map.HasChanges}");
            """);

        Assert.Equal(["OperationCanceledException", "HoldingRegisters 0: 1 True", "1 2", "HoldingRegisters 0: 1 | HoldingRegisters 9: 2 False"], said);
    }

    [Fact]
    public async Task Read_ThatFailsInOneRequest_ChangesNothing()
    {
        string[] said = await RunAsync(
            """
            [RegisterMap]
            public sealed partial class Map
            {
                [Input(0)] public partial ushort A { get; }
                [Holding(20)] public partial ushort B { get; }
            }
            """,
            """
            device.Unit.InputRegisters[0] = 7;
            var map = new Map();
            said.Add(await Device.ThrownAsync(() => map.ReadAsync(device.Client, 1)));
            said.Add($"{map.A} {map.ReadAt is null}");
            said.Add(await Device.ThrownAsync(() => map.ReadAsync(device.Client, 256)));
            using var cancelled = new CancellationTokenSource();
            cancelled.Cancel();
            said.Add((await Device.ThrownAsync(() => map.ReadAsync(device.Client, 1, cancelled.Token))).Split(':')[0]);
            said.Add(await Device.ThrownAsync(() => map.ReadAsync(null!, 1)));
            """, registers: 10);

        Assert.Equal(
            [
                "ModbusServerException: Unit 1 refused ReadHoldingRegisters at 20: IllegalDataAddress (02).",
                "0 True",
                "ArgumentOutOfRangeException: The unit identifier must be 0 to 255. (Parameter 'unit')\nActual value was 256.",
                "OperationCanceledException",
                "ArgumentNullException: Value cannot be null. (Parameter 'client')",
            ],
            said.Select(line => line.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task SecondTransfer_WhileOneIsUnderWay_IsRefused()
    {
        string[] said = await RunAsync(
            "[RegisterMap] public sealed partial class Map { [Holding(0)] public partial ushort A { get; set; } }",
            """
            var map = new Map();
            var entered = new TaskCompletionSource();
            var release = new ManualResetEventSlim();
            Task holding = Task.Factory.StartNew(() => { using (device.Unit.BeginUpdate()) { entered.SetResult(); release.Wait(); } }, TaskCreationOptions.LongRunning);
            await entered.Task;
            ValueTask read = map.ReadAsync(device.Client, 1);
            said.Add(await Device.ThrownAsync(() => map.ReadAsync(device.Client, 1)));
            said.Add(await Device.ThrownAsync(() => map.WriteChangesAsync(device.Client, 1)));
            release.Set();
            await holding;
            await read;
            said.Add(await Device.ThrownAsync(() => map.WriteChangesAsync(device.Client, 1)));
            """);

        Assert.Equal(
            ["InvalidOperationException: A read or a write of this Map is under way: await it before the next.", "InvalidOperationException: A read or a write of this Map is under way: await it before the next.", "nothing"], said);
    }

    [Fact]
    public async Task ValueThatDoesNotFit_IsRefusedAtTheSet_WithItsRange()
    {
        string[] said = await RunAsync(
            """
            public enum Mode { Off, On }

            [RegisterMap]
            public sealed partial class Map
            {
                [Holding(0, As = RegisterType.Int16, Scale = 0.1)] public partial double A { get; set; }
                [Holding(1, As = RegisterType.UInt16)] public partial int B { get; set; }
                [Holding(2, As = RegisterType.Float32)] public partial double C { get; set; }
                [Holding(4, As = RegisterType.Int64)] public partial double D { get; set; }
                [Holding(8, As = RegisterType.UInt16, Scale = -0.5)] public partial decimal E { get; set; }
                [Holding(9)] public partial Mode F { get; set; }
                [Holding(10, Length = 2)] public partial string G { get; set; }
                [Holding(12, Length = 2)] public partial float[] H { get; set; }
                [Holding(16, Length = 1, Encoding = RegisterEncoding.Utf8)] public partial string I { get; set; }
                [Holding(17, As = RegisterType.Int16)] public partial float J { get; set; }
            }
            """,
            """
            var map = new Map();
            foreach (Action set in new Action[]
            {
                () => map.A = 3276.75, () => map.A = double.NaN, () => map.B = -1, () => map.B = 65536, () => map.C = 1e39, () => map.D = 9223372036854775808d,
                () => map.E = 0.5m, () => map.E = decimal.MaxValue, () => map.F = (Mode)(-1), () => map.G = "abcde", () => map.G = "ä", () => map.G = null!,
                () => map.H = new float[3], () => map.H = null!, () => map.I = "äb", () => map.J = float.PositiveInfinity,
            })
            {
                said.Add(Device.Thrown(set).ReplaceLineEndings(" ").Replace(" Actual value was", " was"));
            }

            said.Add($"{map.HasChanges}");
            map.A = 3276.74; map.C = double.PositiveInfinity; map.D = -9223372036854775808d; map.E = -32767.5m; map.I = "ä"; map.J = 2.5f;
            said.Add(Device.Text($"{map.A:R} {map.C} {map.D:R} {map.E} {map.I} {map.J}"));
            """);

        Assert.Equal(
            [
                "ArgumentOutOfRangeException: A takes -3276.8 to 3276.7 in its registers.",
                "ArgumentOutOfRangeException: A takes -3276.8 to 3276.7 in its registers.",
                "ArgumentOutOfRangeException: B takes 0 to 65535 in its registers.",
                "ArgumentOutOfRangeException: B takes 0 to 65535 in its registers.",
                "ArgumentOutOfRangeException: C takes -3.4028235E+38 to 3.4028235E+38 in its registers.",
                "ArgumentOutOfRangeException: D takes -9.22337203685478E+18 to 9.22337203685478E+18 in its registers.",
                "ArgumentOutOfRangeException: E takes -32767.5 to 0 in its registers.",
                "ArgumentOutOfRangeException: E takes -32767.5 to 0 in its registers.",
                "ArgumentOutOfRangeException: F takes 0 to 65535 in its registers.",
                "ArgumentOutOfRangeException: G takes up to 4 octets, not 5.",
                "ArgumentOutOfRangeException: G takes ASCII characters only.",
                "ArgumentNullException: Value cannot be null.",
                "ArgumentOutOfRangeException: H has 2 elements.",
                "ArgumentNullException: Value cannot be null.",
                "ArgumentOutOfRangeException: I takes up to 2 octets, not 3.",
                "ArgumentOutOfRangeException: J takes -32768 to 32767 in its registers.",
                "False",
                "3276.7 Infinity -9.223372036854776E+18 -32767.5 ä 3",
            ],
            said);
    }

    [Fact]
    public async Task Map_IsPolled_WithTheValuesThatItReads()
    {
        string[] said = await RunAsync(
            """
            public enum Mode { Off, On }

            [RegisterMap(Order = RegisterOrder.CDAB)]
            public sealed partial class Map
            {
                [Input(0, EngineeringUnit = "V")] public partial float VoltageL1 { get; }
                [Holding(100, As = RegisterType.Int16, Scale = 0.1)] public partial double Setpoint { get; set; }
                [Holding(101)] public partial Mode Mode { get; }
                [Holding(102, Bit = 8, Bits = 4, Name = "nibble")] public partial byte Part { get; }
                [Holding(102, Bit = 0)] public partial bool Bit { get; }
                [Holding(110, Length = 2)] public partial int[] Counts { get; }
                [Holding(120, Length = 2)] public partial string Text { get; }
                [Coil(3)] public partial bool Enabled { get; set; }
            }
            """,
            """
            device.Unit.InputRegisters.Write(0, 230.5f, RegisterOrder.CDAB);
            device.Unit.HoldingRegisters.Write(100, [3, 1, 0x0A01]);
            device.Unit.HoldingRegisters.Write(112, -5, RegisterOrder.CDAB);
            device.Unit.Coils[3] = true;
            var hub = new Hub<Sample>();
            using HubQueue<Sample> queue = hub.SubscribeQueue();
            await using (ModbusSource source = ModbusSource.Poll<Map>(device.Client, unit: 1, every: TimeSpan.FromHours(1), name: "meter-" + Guid.NewGuid().ToString("N")))
            {
                Task run = source.RunAsync(hub);
                Sample[] samples = new Sample[16];
                int count = 0;
                while (count < 8 && await queue.WaitToReadAsync())
                    count += queue.Read(samples.AsSpan(count));
                foreach (Sample sample in samples.Take(count))
                    said.Add(sample.ToString()[39..].Split(" at ")[0]);
            }

            var map = new Map();
            await map.ReadAsync(device.Client, 1);
            said.Add(Device.Text($"{map.VoltageL1} {map.Setpoint} {map.Mode} {map.Part} {map.Bit} {map.Counts[1]} {map.Enabled}"));
            """);

        Assert.Equal(["voltage_l1 = 230.5 V", "setpoint = 0.3", "mode = 1", "nibble = 10", "bit = true", "counts_0 = 0", "counts_1 = -5", "enabled = true", "230.5 0.3 On 10 True -5 True"], said);
    }

    [Fact]
    public async Task Read_AllocatesNothing_SaveTextsAndArrays()
    {
        string[] said = await RunAsync(
            """
            [RegisterMap(MaxRegisterGap = 0)]
            public sealed partial class Map
            {
                [Input(0)] public partial float A { get; }
                [Input(10)] public partial double B { get; }
                [Holding(0, As = RegisterType.Int32, Scale = 0.01)] public partial decimal C { get; set; }
                [Holding(100, Bit = 1)] public partial bool D { get; set; }
                [Coil(0)] public partial bool E { get; set; }
            }
            """,
            """
            var map = new Map();
            long allocated = await Busbar.Testing.Allocations.OfTheProcessAsync(() => map.ReadAsync(device.Client, 1));
            said.Add($"{allocated}");
            """);

        Assert.Equal(["0"], said);
    }

    private static Task<string[]> RunAsync(string map, string body, int registers = 65536) => GeneratorRun.Of<RegisterMapGenerator>(
        Device,
        "using Busbar.Modbus;\n" + map,
        $$"""
        using System.Linq;
        using Busbar;
        using Busbar.Modbus;

        public static class Test
        {
            public static async Task<string[]> RunAsync()
            {
                var said = new List<string>();
                await using Device device = await Device.StartAsync({{registers}});
                {{body}}
                return [.. said];
            }
        }
        """).CallAsync<string[]>();
}
