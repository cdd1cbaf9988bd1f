namespace Busbar.Serial.Interop;

/// <summary><c>c_cflag</c>.</summary>
[Flags]
internal enum ControlModes : uint
{
    SevenBits = 0x20,
    EightBits = 0x30,
    TwoStopBits = 0x40,
    Receive = 0x80,
    Parity = 0x100,
    OddParity = 0x200,
    IgnoreModemLines = 0x800,
    RateInFigures = 0x1000, // BOTHER
    RtsCts = 0x8000_0000,
}
