using System.CommandLine;
using Busbar.Modbus;

namespace Busbar.Tool;

/// <summary>What decoding and encoding of frames have in common on the command line.</summary>
internal static class FrameOptions
{
    public static Option<string> Framing { get; } = CommandWords.OneOf("--framing", "tcp", "How the frames are framed.", FrameLine.Framings);

    public static Option<string> Direction { get; } = CommandWords.OneOf(
        "--direction", "request", "Whether they are requests or responses, which they do not say themselves.", DirectionNames.All);

    public static PduDirection DirectionOf(ToolContext context) => DirectionNames.Find(context.Get(Direction))!.Value;
}
