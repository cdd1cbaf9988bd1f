using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Busbar.Interop.Tests.Peers;

/// <summary>Two serial lines whose ends meet: what is written to one comes from the other. They keep a rate, and do not run at it.</summary>
internal sealed partial class SerialPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<bool>> HasSocat = new(() => ModbusPeers.RunsAsync("socat", "-V"));

    private readonly Process _socat;

    private SerialPair(Process socat, string[] paths)
    {
        _socat = socat;
        Ours = paths[0];
        Theirs = paths[1];
    }

    public string Ours { get; }

    public string Theirs { get; }

    public static async Task<SerialPair> OpenAsync()
    {
        await ModbusPeers.RequireAsync(HasSocat, "socat");
        var socat = Process.Start(new ProcessStartInfo("socat", ["-d", "-d", "pty,raw,echo=0", "pty,raw,echo=0"]) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = new List<string>();
        var paths = new List<string>();
        while (await socat.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            said.Add(line);
            if (Device().Match(line) is { Success: true } match)
                paths.Add(match.Groups["path"].Value);
            if (!line.Contains("starting data transfer", StringComparison.Ordinal) || paths.Count != 2)
                continue;
            _ = socat.StandardError.ReadToEndAsync(); // a full pipe would stop it
            return new SerialPair(socat, [.. paths]);
        }

        throw new InvalidOperationException($"socat made no lines, and said:\n{string.Join('\n', said)}");
    }

    public async ValueTask DisposeAsync()
    {
        _socat.Kill();
        await _socat.WaitForExitAsync();
        _socat.Dispose();
    }

    [GeneratedRegex(@"PTY is (?<path>/\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Device();
}
