namespace Busbar.Modbus;

/// <summary>Registers of a file: one group of a request to read; MODBUS Application Protocol V1.1b3 §6.14.</summary>
/// <param name="File">The number of the file, 1 to 65,535.</param>
/// <param name="Record">The number of the first record, 0 to 9,999.</param>
/// <param name="Length">How many registers from there, 1 to 121.</param>
public readonly record struct FileRecordRange(ushort File, ushort Record, ushort Length);
