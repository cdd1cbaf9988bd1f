using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Busbar.Tool;

/// <summary>
/// Where data goes. The console's own stream keeps silent when whoever reads a pipe is gone, and a watch would go on for nobody: a
/// pipe is written as a file, which tells.
/// </summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32; // EPIPE, as .NET passes it on in HResult

    private static readonly Lock Writing = new();
    private static readonly Lazy<Stream> Stream = new(Open);

    /// <summary>One line, written through at once.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void WriteLine(string line)
    {
        byte[] octets = Encoding.UTF8.GetBytes(line + Environment.NewLine);
        lock (Writing)
        {
            try
            {
                Stream.Value.Write(octets);
                Stream.Value.Flush();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new OutputException(exception.InnerException?.Message ?? exception.Message) { ReaderIsGone = exception.HResult == BrokenPipe };
            }
        }
    }

    private static Stream Open()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var file = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!file.CanSeek)
                return file;
        }

        return Console.OpenStandardOutput(); // writes where the file's own position is, which may be shared with other processes
    }
}
