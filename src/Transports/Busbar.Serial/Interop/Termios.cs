using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Busbar.Serial.Interop;

/// <summary>
/// The kernel's <c>struct termios2</c>, which takes any rate, on the architectures that share the generic layout: 44 octets. By the C library's
/// calls a pseudo-terminal, which knows no parity, could not be opened with one.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Termios
{
    public InputModes Input;
    public uint Output; // 0: octets leave as they are
    public ControlModes Control;
    public uint Local;  // 0: no echo, no lines, no signals
    public byte LineDiscipline;
    public ControlCharacters Characters;
    public uint InputSpeed;
    public uint OutputSpeed;

    [InlineArray(19)]
    internal struct ControlCharacters
    {
        private byte _first;
    }
}
