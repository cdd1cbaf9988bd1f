using System.CommandLine;
using Busbar.Modbus;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus decode</c>.</summary>
internal static class ModbusDecodeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "decode",
            "Reads one frame a line from standard input (hexadecimal digits; for ascii the text from the colon on) and writes one JSON object a line: "
            + "fc, direction, pdu and fields, or error with offset and rule. A response to a read of bits shows all bits of its octets. "
            + "Exits with 2 when a line was no right frame.")
        {
            FrameOptions.Framing, FrameOptions.Direction,
        };
        command.SetBody(RunAsync);
        return command;
    }

    private static async Task RunAsync(ToolContext context, CancellationToken cancellationToken)
    {
        PduDirection direction = FrameOptions.DirectionOf(context);
        var framing = FrameLine.Of(context.Get(FrameOptions.Framing)!, direction);
        int frames = 0;
        int wrong = 0;
        await foreach ((_, string line) in StandardInput.ReadLinesAsync(cancellationToken))
        {
            frames++;
            bool isRight = false;
            ToolContext.Write(framing.Decode(line, out FrameError? error) is { } frame
                ? PduJson.Line(frame, framing, direction, out isRight)
                : PduJson.Line(error!));
            if (!isRight)
                wrong++;
        }

        if (wrong > 0)
            throw new UsageException($"{wrong} of {frames} lines held no right frame.");
    }
}
