namespace Busbar.Serial.Interop;

/// <summary><c>c_iflag</c>.</summary>
[Flags]
internal enum InputModes : uint
{
    IgnoreBreak = 0x1,
    CheckParity = 0x10, // a character that is wrong reads as 0: it keeps its place, and the frame's check finds it
}
