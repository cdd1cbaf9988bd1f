using System.Diagnostics;
using System.Globalization;
using Busbar.Tool.Tests;

namespace Busbar.Interop.Tests.Influx;

/// <summary>A time series database of others as a child process, with ports and folders of its own; it can be killed and started again.</summary>
internal sealed class TimeSeriesServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _program;
    private readonly string _ready;
    private readonly Action<ProcessStartInfo> _configure;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _client = new() { Timeout = Patience };
    private Process? _process;

    private TimeSeriesServer(string program, string ready, DirectoryInfo folder, int port, Action<ProcessStartInfo> configure)
    {
        _program = program;
        _ready = ready;
        _folder = folder;
        _configure = configure;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public Uri Url { get; }

    /// <summary>InfluxDB 1.x.</summary>
    public static Task<TimeSeriesServer> StartInfluxAsync(string requestLimit = "25000000")
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("busbar-influxd-");
        int port = FreePort.Next();
        return StartAsync(new TimeSeriesServer("influxd", "Listening on HTTP", folder, port, start =>
        {
            foreach (string argument in (string[])["run", "-config", "/dev/null"])
                start.ArgumentList.Add(argument);
            start.Environment["INFLUXDB_BIND_ADDRESS"] = "127.0.0.1:0";
            start.Environment["INFLUXDB_HTTP_BIND_ADDRESS"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            start.Environment["INFLUXDB_HTTP_MAX_BODY_SIZE"] = requestLimit;
            start.Environment["INFLUXDB_META_DIR"] = Path.Combine(folder.FullName, "meta");
            start.Environment["INFLUXDB_DATA_DIR"] = Path.Combine(folder.FullName, "data");
            start.Environment["INFLUXDB_DATA_WAL_DIR"] = Path.Combine(folder.FullName, "wal");
            start.Environment["INFLUXDB_MONITOR_STORE_ENABLED"] = "false";
            start.Environment["INFLUXDB_REPORTING_DISABLED"] = "true";
        }));
    }

    /// <summary>VictoriaMetrics, which speaks InfluxDB's version 2 on its write path, stores times in ms and no texts.</summary>
    public static Task<TimeSeriesServer> StartVictoriaMetricsAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("busbar-victoria-");
        int port = FreePort.Next();
        return StartAsync(new TimeSeriesServer("victoria-metrics", "started VictoriaMetrics", folder, port, start =>
        {
            start.ArgumentList.Add("-storageDataPath=" + folder.FullName);
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"-httpListenAddr=127.0.0.1:{port}"));
            start.ArgumentList.Add("-retentionPeriod=100y");
            start.ArgumentList.Add("-memory.allowedBytes=256MB");
        }));
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it over its folder; ends when it listens.</summary>
    public async Task StartAsync()
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var start = new ProcessStartInfo(_program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        _configure(start);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"{_program} ended before it listened, and said:\n{string.Join('\n', said)}"));
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await listening.Task.WaitAsync(Patience);

        void Look(string? line)
        {
            if (line is null || listening.Task.IsCompleted)
                return;
            said.Enqueue(line);
            if (line.Contains(_ready, StringComparison.Ordinal))
                listening.TrySetResult();
        }
    }

    public async Task<string> GetAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(Url, path));
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} was answered with {(int)response.StatusCode}: {body}");
        return body;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<TimeSeriesServer> StartAsync(TimeSeriesServer server)
    {
        try
        {
            await server.StartAsync();
            return server;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            server._process = null;
            await server.DisposeAsync();
            if (Environment.GetEnvironmentVariable("BUSBAR_REQUIRE_PEERS") == "1")
                Assert.Fail($"{server._program} is not installed, and BUSBAR_REQUIRE_PEERS is 1.");
            Assert.Skip($"{server._program} is not installed.");
            throw;
        }
    }
}
