using System.CommandLine;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus …</c>.</summary>
internal static class ModbusCommand
{
    public static Command Create() => new("modbus", "Modbus by hand: read, write, serve, scan, identify, diagnose, decode, encode.")
    {
        ModbusReadCommand.Create(),
        ModbusWriteCommand.Create(),
        ModbusServeCommand.Create(),
        ModbusScanCommand.Create(),
        ModbusIdentifyCommand.Create(),
        ModbusDiagnoseCommand.Create(),
        ModbusDecodeCommand.Create(),
        ModbusEncodeCommand.Create(),
    };
}
