using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Busbar.Serial.Interop;

/// <summary><c>struct serial_rs485</c>: 32 octets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rs485Settings
{
    public const uint Enabled = 0x1;
    public const uint RtsOnSend = 0x2;
    public const uint RtsAfterSend = 0x4;
    public const uint ReceiveDuringSend = 0x10;

    public uint Flags;
    public uint DelayBeforeSend; // ms
    public uint DelayAfterSend;  // ms
    public Reserved Rest;

    [InlineArray(5)]
    internal struct Reserved
    {
        private uint _first;
    }
}
