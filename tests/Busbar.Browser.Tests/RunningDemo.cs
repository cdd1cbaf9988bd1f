using Busbar.Tool.Tests;

namespace Busbar.Browser.Tests;

/// <summary>A demo that nobody disturbs, started once for a class of tests that only look and type.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"busbar-browser-{Guid.NewGuid():N}.db");
    private ToolProcess? _demo;

    /// <summary>Points beside the station's 47.</summary>
    public const int Meters = 10_000;

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _demo = ToolProcess.Start("demo", "--port", "0", "--data", _data, "--points", $"{Meters}", "--rate", "5");
        Url = $"http://127.0.0.1:{await _demo.PortAsync()}/";
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null)
            await _demo.DisposeAsync();
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_data) + "*"))
            File.Delete(file);
    }
}
