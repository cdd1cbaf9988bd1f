namespace Busbar.Tool;

/// <summary>Why a line is no frame.</summary>
/// <param name="Offset">The octet at fault, for ASCII the character, counted from 0.</param>
/// <param name="Rule">The rule it breaks.</param>
internal sealed record FrameError(int Offset, string Rule);
