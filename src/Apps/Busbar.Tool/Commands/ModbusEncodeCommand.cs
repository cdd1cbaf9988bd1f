using System.CommandLine;
using Busbar.Modbus;

namespace Busbar.Tool.Commands;

/// <summary><c>busbar modbus encode</c>: the inverse of decoding.</summary>
internal static class ModbusEncodeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "encode",
            "Reads one JSON object a line from standard input, as decode writes them, and writes one frame a line (hexadecimal digits; for ascii the text from the colon on). "
            + "The frame is made of fc and fields, or of pdu when they do not say all; unit is 1 and tid 0 unless given. "
            + "A line that makes no frame is named on standard error; the exit code is then 2.")
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
        await foreach ((int number, string line) in StandardInput.ReadLinesAsync(cancellationToken))
        {
            frames++;
            try
            {
                ToolContext.Write(framing.Encode(FrameJson.Parse(line, direction)));
            }
            catch (UsageException exception)
            {
                wrong++;
                ToolContext.Say($"Line {number}: {exception.Message}");
            }
        }

        if (wrong > 0)
            throw new UsageException($"{wrong} of {frames} lines made no frame.");
    }
}
