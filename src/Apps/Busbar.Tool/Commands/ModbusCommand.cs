using System.CommandLine;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus …</c>.</summary>
internal static class ModbusCommand
{
    public static Command Create() => new("modbus", "Modbus by hand: read, write, serve, decode, encode.")
    {
        ModbusReadCommand.Create(),
        ModbusWriteCommand.Create(),
        ModbusServeCommand.Create(),
        ModbusDecodeCommand.Create(),
        ModbusEncodeCommand.Create(),
    };
}
