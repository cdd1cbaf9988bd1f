using System.Text;
using System.Text.Json;

namespace Busbar.Modbus.Tests.Frames;

/// <summary>One golden vector: octets made by pymodbus or captured from libmodbus, with what they mean.</summary>
internal sealed record ModbusVector(string Name, FunctionCode Function, bool IsRequest, byte[] Pdu, byte[] Tcp, byte[] Rtu, byte[] Ascii, JsonElement Fields)
{
    private static readonly FunctionCode[] ReadsAndWrites =
    [
        FunctionCode.ReadCoils, FunctionCode.ReadDiscreteInputs, FunctionCode.ReadHoldingRegisters, FunctionCode.ReadInputRegisters,
        FunctionCode.WriteSingleCoil, FunctionCode.WriteSingleRegister, FunctionCode.WriteMultipleCoils, FunctionCode.WriteMultipleRegisters,
    ];

    private static readonly Dictionary<string, ModbusVector> All = Load();

    private static readonly string[] Refused = ["lm-32-fc03.req", "lm-33-fc03.req", "lm-34-fc01.req"]; // answered with exception 03

    public static TheoryData<string> FrameNames => [.. All.Keys];

    /// <summary>Those that can be on a serial line: no read of all units, no reserved address.</summary>
    public static TheoryData<string> SerialNames => [.. All.Values.Where(vector => vector.Rtu.Length > 0).Select(vector => vector.Name)];

    /// <summary>Of functions 1 to 6, 15 and 16.</summary>
    public static TheoryData<string> Names => [.. All.Values.Where(vector => ReadsAndWrites.Contains(vector.Function)).Select(vector => vector.Name).Except(Refused)];

    /// <summary>Of the other functions.</summary>
    public static TheoryData<string> OtherNames => [.. All.Values.Where(vector => !ReadsAndWrites.Contains(vector.Function)).Select(vector => vector.Name)];

    public static IEnumerable<ModbusVector> Everything => All.Values;

    public static TheoryData<string> RefusedNames => [.. Refused];

    public static TheoryData<string> TypedNames => [.. All.Values.Where(vector => vector.Has("order")).Select(vector => vector.Name)];

    public ushort TransactionId => Number("tid");

    public byte Unit => (byte)Number("unit");

    public bool IsException => Has("exception");

    public PduDirection Direction => IsRequest ? PduDirection.Request : PduDirection.Response;

    public bool IsRefused => Refused.Contains(Name);

    public static ModbusVector Named(string name) => All[name];

    public bool Has(string field) => Fields.TryGetProperty(field, out _);

    public ushort Number(string field) => Fields.GetProperty(field).GetUInt16();

    public string Text(string field) => Fields.GetProperty(field).ToString();

    public ushort[] RegisterValues() => [.. Fields.GetProperty("registers").EnumerateArray().Select(value => value.GetUInt16())];

    public bool[] Bits() => [.. Text("bits").Select(character => character == '1')];

    private static Dictionary<string, ModbusVector> Load() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "pdu.jsonl"))
            .Select(Parse)
            .ToDictionary(vector => vector.Name, StringComparer.Ordinal);

    private static ModbusVector Parse(string line)
    {
        JsonElement root = JsonElement.Parse(line);
        return new ModbusVector(
            root.GetProperty("name").GetString()!,
            (FunctionCode)root.GetProperty("fc").GetByte(),
            root.GetProperty("direction").GetString() == "request",
            Convert.FromHexString(root.GetProperty("pdu").GetString()!),
            Convert.FromHexString(root.GetProperty("tcp").GetString()!),
            Convert.FromHexString(root.GetProperty("rtu").GetString() ?? ""),
            Encoding.ASCII.GetBytes(root.GetProperty("ascii").GetString() ?? ""),
            root.GetProperty("fields"));
    }
}
