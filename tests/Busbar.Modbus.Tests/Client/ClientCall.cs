using System.Globalization;

namespace Busbar.Modbus.Tests.Client;

/// <summary>One call of each function beside reads and writes of tables, with what it sends and what a device answers.</summary>
/// <param name="Name">Of the test.</param>
/// <param name="CallAsync">The call; gives its result as text.</param>
/// <param name="Request">The PDU it sends, in hexadecimal digits.</param>
/// <param name="Answer">The PDU of an answer.</param>
/// <param name="Result">What the call then gives.</param>
internal sealed record ClientCall(string Name, Func<ModbusClient, Task<string>> CallAsync, string Request, string Answer, string Result)
{
    private static readonly ClientCall[] All =
    [
        new("exception status", async client => Text(await client.ReadExceptionStatusAsync(1)), "07", "076D", "109"),
        new("query data", async client => Text(await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, 0xA537)), "080000A537", "080000A537", "42295"),
        new("query of octets", async client => Convert.ToHexString(await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnQueryData, new byte[] { 1, 2, 3 })), "080000010203", "080000010203", "010203"),
        new("restart", async client => await Done(client.RestartCommunicationsAsync(1, clearLog: true)), "080001FF00", "080001FF00", "done"),
        new("bus messages", async client => Text(await client.DiagnoseAsync(1, DiagnosticSubFunction.ReturnBusMessageCount)), "08000B0000", "08000B0102", "258"),
        new("event counter", async client => Text((await client.GetCommEventCounterAsync(1)).EventCount), "0B", "0BFFFF0108", "264"),
        new("event log", async client => Convert.ToHexString((await client.GetCommEventLogAsync(1)).Events.Span), "0C", "0C080000010801212000", "2000"),
        new("server id", async client => Id(await client.ReportServerIdAsync(1)), "11", "11044142FF78", "4142 True 78"),
        new("file", async client => Text(await client.ReadFileRecordAsync(1, 4, 1, 2)), "140706000400010002", "140605060DFE0020", "3582 32"),
        new("files", async client => string.Join(" | ", (await client.ReadFileRecordsAsync(1, new FileRecordRange[] { new(4, 1, 2), new(3, 9, 1) })).Select(Text)), "140E0600040001000206000300090001", "140A05060DFE0020030633CD", "3582 32 | 13261"),
        new("write of a file", async client => await Done(client.WriteFileRecordAsync(1, 4, 7, new ushort[] { 0x06AF, 0x04BE })), "150B0600040007000206AF04BE", "150B0600040007000206AF04BE", "done"),
        new("mask write", async client => await Done(client.MaskWriteRegisterAsync(1, 4, 0xF2, 0x25)), "16000400F20025", "16000400F20025", "done"),
        new("read and write", async client => Text(await client.ReadWriteMultipleRegistersAsync(1, 3, 2, 14, new ushort[] { 255 })), "1700030002000E00010200FF", "170400FE0ACD", "254 2765"),
        new("queue", async client => Text(await client.ReadFifoQueueAsync(1, 0x04DE)), "1804DE", "180006000201B81284", "440 4740"),
        new("one object", async client => Convert.ToHexString(await client.ReadDeviceObjectAsync(1, DeviceObjectId.ProductCode)), "2B0E0401", "2B0E048100000101026162", "6162"),
        new("identification", async client => string.Join(", ", (await client.ReadDeviceIdentificationAsync(1, ReadDeviceIdCode.Basic)).Objects), "2B0E0100", "2B0E0101000002000161010162", "VendorName: a, ProductCode: b"),
        new("encapsulated", async client => Convert.ToHexString(await client.SendEncapsulatedAsync(1, MeiType.CanopenGeneralReference, new byte[] { 1, 2 })), "2B0D0102", "2B0D0304", "0304"),
    ];

    public static TheoryData<string> Names => [.. All.Select(call => call.Name)];

    /// <summary>Those whose answer has octets that say how it is built, or repeats the request.</summary>
    public static TheoryData<string> Checked => [.. All.Select(call => call.Name).Except(["encapsulated"])];

    public static ClientCall Of(string name) => All.First(call => call.Name == name);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(ushort[] registers) => string.Join(' ', registers.Select(register => Text(register)));

    private static string Id(ModbusServerId id) => $"{Convert.ToHexString(id.Id.Span)} {id.IsRunning} {Convert.ToHexString(id.Additional.Span)}";

    private static async Task<string> Done(ValueTask task)
    {
        await task;
        return "done";
    }
}
